package io.weighhouse.problem;

import java.util.Locale;

/** Every refusal a client can meet. The slug is part of the API: add freely, never rename. */
public enum ProblemType {
    MALFORMED_MULTIPART(400, "The multipart body cannot be read"),
    UPLOAD_TRUNCATED(400, "The body ended before its closing delimiter"),
    INVALID_NAME(400, "A name breaks its rule"),
    AMBIGUOUS_CREDENTIALS(400, "The request carries two different credentials"),
    MALFORMED_REQUEST(400, "The request cannot be understood"),
    UNAUTHENTICATED(401, "Credentials are missing or not valid"),
    FORBIDDEN(403, "The caller may not do this"),
    NOT_FOUND(404, "There is no such resource"),
    METHOD_NOT_ALLOWED(405, "The resource does not know this method"),
    NOT_ACCEPTABLE(406, "No acceptable form of the resource exists"),
    UPLOAD_TOO_SLOW(408, "The body did not arrive in time"),
    CONFLICT(409, "The state of the resource forbids this"),
    REQUEST_IN_PROGRESS(409, "The same request is still running"),
    DELETED(410, "The version was deleted"),
    PRECONDITION_FAILED(412, "A precondition does not hold"),
    TOO_LARGE(413, "The body is larger than allowed"),
    TOO_MANY_PARTS(413, "The body has more form parts than allowed"),
    PART_HEADERS_TOO_LARGE(413, "The headers of a form part are larger than allowed"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
    RANGE_NOT_SATISFIABLE(416, "The range lies outside the file"),
    INVALID_MODEL(422, "The model file is not valid"),
    WEIGHTS_SIZE_MISMATCH(422, "The weights do not match the weights manifest"),
    MODEL_JSON_MISSING(422, "The body has no model file"),
    MODEL_NAME_REQUIRED(422, "The request does not name a model"),
    MISSING_SHARD(422, "A shard of the weights manifest is missing"),
    DUPLICATE_PART(422, "Two form parts carry the same file"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for another save"),
    PRECONDITION_REQUIRED(428, "The request needs a precondition"),
    RATE_LIMITED(429, "Too many requests"),
    HEADERS_TOO_LARGE(431, "The request's headers are larger than allowed"),
    INTERNAL_ERROR(500, "The registry failed"),
    STORAGE_UNAVAILABLE(503, "The blob store cannot be reached"),
    DATABASE_UNAVAILABLE(503, "The database cannot be reached"),
    ISSUER_UNAVAILABLE(503, "The issuer of tokens cannot be reached"),
    OVERLOADED(503, "The registry is at its limit"),
    QUOTA_EXCEEDED(507, "The namespace's quota has no room for this"),
    STORAGE_FULL(507, "The blob store is full");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status of every answer of this type. */
    public int status() {
        return status;
    }

    /** One sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The last segment of the problem's {@code type}, such as {@code weights-size-mismatch}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A refusal of this type; {@code detail} says what was wrong, where, and what to do. */
    public RegistryException because(String detail, Object... arguments) {
        return new RegistryException(this, detail.formatted(arguments));
    }
}
