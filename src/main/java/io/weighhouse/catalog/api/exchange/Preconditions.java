package io.weighhouse.catalog.api.exchange;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.Expectation;
import io.weighhouse.problem.ProblemType;

/** What a request expects of the resource that it names (RFC 9110, 13.1). Changes compare strongly. */
public record Preconditions(Optional<String> ifMatch, Optional<String> ifNoneMatch) {

    private static final String ANY = "*";

    public static Preconditions of(HttpServerRequest request) {
        return new Preconditions(header(request.headers(), "If-Match"), header(request.headers(), "If-None-Match"));
    }

    private static Optional<String> header(MultiMap headers, String name) {
        return headers.contains(name) ? Optional.of(String.join(",", headers.getAll(name)).strip()) : Optional.empty();
    }

    /** A change must say which state it means. */
    public void requireMatch() {
        if (ifMatch.isEmpty()) {
            throw ProblemType.PRECONDITION_REQUIRED
                    .because("Send If-Match with the ETag of the state that this changes, or '*' for any");
        }
    }

    /** A change must say which state it means, or that it makes something new. */
    public void requireMatchOrAbsence() {
        if (ifMatch.isEmpty() && !ifNoneMatch.filter(ANY::equals).isPresent()) {
            throw ProblemType.PRECONDITION_REQUIRED
                    .because("Send If-Match with the ETag of the state that this changes, or '*' "
                            + "for any, or 'If-None-Match: *' to create");
        }
    }

    /** A change that may go without a condition. */
    public void acceptAny() {
        // whatever was sent is asked for under the lock
    }

    /** Whether a client that asks has the state of that tag. */
    boolean isKnown(String tag) {
        return ifNoneMatch.filter(tags -> tags.equals(ANY) || tags(tags).map(Preconditions::strong).anyMatch(tag::equals))
                .isPresent();
    }

    /** To be asked of the current state; {@code tag} names a state. */
    public <T> Expectation<T> on(Function<T, String> tag) {
        return current -> check(current.map(tag));
    }

    private void check(Optional<String> current) {
        boolean matches = ifMatch.map(wanted -> wanted.equals(ANY) ? current.isPresent()
                : current.filter(tag -> tags(wanted).anyMatch(tag::equals)).isPresent()).orElse(true);
        boolean noneMatch = current.map(tag -> !isKnown(tag)).orElse(true);
        if (!matches || !noneMatch) {
            throw ProblemType.PRECONDITION_FAILED.because(current.isPresent() ? "It is not, or no longer, in that state"
                    : "There is no such state: it does not exist");
        }
    }

    private static Stream<String> tags(String list) {
        return Arrays.stream(list.split(",")).map(String::strip);
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
