package io.weighhouse.access;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;
import io.weighhouse.problem.ProblemType;

/** The secret that a request carries, whichever header it came in. */
record Credentials(String token) {

    private static final String BEARER = "bearer ";

    /** Empty where the request carries none; two different ones are refused. */
    static Optional<Credentials> of(MultiMap headers, String apiKeyHeader) {
        List<String> tokens = Stream.concat(
                headers.getAll("Authorization").stream().map(Credentials::bearer),
                headers.getAll(apiKeyHeader).stream().map(String::strip))
                .distinct().toList();
        if (tokens.size() > 1) {
            throw ProblemType.AMBIGUOUS_CREDENTIALS
                    .because("Send one credential: either 'Authorization: Bearer …' or '%s: …'", apiKeyHeader);
        }
        return tokens.stream().findFirst().map(Credentials::new);
    }

    private static String bearer(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw ProblemType.UNAUTHENTICATED.because("The Authorization header must be 'Bearer <key>'");
        }
        return authorization.substring(BEARER.length()).strip();
    }

    @Override
    public String toString() {
        return "Credentials[…]";
    }
}
