package io.weighhouse.catalog.api.exchange;

import java.util.Optional;

import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.web.QueryParameters;

/** Which part of a list is asked for. */
public record PageRequest(Optional<Cursor> after, int limit) {

    private static final int DEFAULT = 50;
    private static final int MOST = 200;

    public static PageRequest of(HttpServerRequest request) {
        return new PageRequest(Optional.ofNullable(QueryParameters.of(request).get("after")).map(Cursor::parse),
                Optional.ofNullable(QueryParameters.of(request).get("limit")).map(PageRequest::limit).orElse(DEFAULT));
    }

    private static int limit(String text) {
        if (text.matches("[1-9]\\d{0,2}") && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        throw ProblemType.MALFORMED_REQUEST.because("'limit' is a number from 1 to %d", MOST).with("name", "limit");
    }

    /** One row more than shown tells whether there is more. */
    public int rows() {
        return limit + 1;
    }
}
