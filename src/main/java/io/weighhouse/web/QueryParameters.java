package io.weighhouse.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.problem.ProblemType;

/** The decoded query of a request whose parameters mean something; loads never look at theirs. */
public final class QueryParameters {

    private QueryParameters() {
    }

    /** All of them; refused where a percent sign is not followed by two hex digits. */
    public static MultiMap of(HttpServerRequest request) {
        try {
            return request.params();
        } catch (IllegalArgumentException malformed) {
            throw ProblemType.MALFORMED_REQUEST.because("The query is not percent-encoded as it should be: %s",
                    malformed.getMessage()).causedBy(malformed);
        }
    }
}
