package io.weighhouse.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal on its way to the client: what was wrong, and the facts as members of the answer. */
public final class RegistryException extends RuntimeException {

    private final ProblemType type;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private Throwable cause;

    RegistryException(ProblemType type, String detail) {
        super(detail, null, false, type == ProblemType.INTERNAL_ERROR);
        this.type = type;
    }

    /** Adds a fact to the answer, such as {@code expectedBytes}. */
    public RegistryException with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /** Adds a header to the answer, such as {@code Allow}. */
    public RegistryException withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Remembers what led here, for the log only. */
    public RegistryException causedBy(Throwable cause) {
        this.cause = cause;
        return this;
    }

    /** Kept here, because the only constructor that can leave out the stack trace forbids a cause that comes later. */
    @Override
    public synchronized Throwable getCause() {
        return cause;
    }

    public ProblemType type() {
        return type;
    }

    /** The facts, in the order in which they were added. */
    public Map<String, Object> members() {
        return Collections.unmodifiableMap(members);
    }

    /** Headers of the answer. */
    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }
}
