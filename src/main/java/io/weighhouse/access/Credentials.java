package io.weighhouse.access;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;
import io.weighhouse.problem.ProblemType;

/**
 * The secret that a request carries, whichever header it came in.
 *
 * @param key whether it is a key of this registry, or pretends to be; else it is a token of the issuer
 */
record Credentials(String token, boolean key) {

    private static final Pattern BEARER = Pattern.compile("bearer[ \\t]+(.*)", Pattern.CASE_INSENSITIVE);
    private static final String KEY = "wh_";

    /** Empty where the request carries none that count; two different ones are refused. */
    static Optional<Credentials> of(MultiMap headers, AccessSettings settings) {
        List<Credentials> all = Stream.concat(
                bearers(headers, settings),
                settings.credentials().contains(CredentialSource.API_KEY_HEADER)
                        ? headers.getAll(settings.apiKeyHeader()).stream().map(key -> new Credentials(key.strip(), true))
                        : Stream.of())
                .distinct().toList();
        if (all.size() > 1) {
            throw ProblemType.AMBIGUOUS_CREDENTIALS
                    .because("Send one credential: either 'Authorization: Bearer …' or '%s: …'", settings.apiKeyHeader());
        }
        return all.stream().findFirst();
    }

    private static Stream<Credentials> bearers(MultiMap headers, AccessSettings settings) {
        boolean keys = settings.credentials().contains(CredentialSource.BEARER_KEYS);
        boolean tokens = settings.credentials().contains(CredentialSource.BEARER_TOKENS);
        return !keys && !tokens ? Stream.of()
                : headers.getAll("Authorization").stream().map(Credentials::bearer)
                        .filter(credentials -> credentials.key() ? keys : tokens);
    }

    private static Credentials bearer(String authorization) {
        Matcher bearer = BEARER.matcher(authorization.strip());
        if (!bearer.matches()) {
            throw ProblemType.UNAUTHENTICATED.because("The Authorization header must be 'Bearer <key or token>'");
        }
        String token = bearer.group(1);
        return new Credentials(token, token.startsWith(KEY));
    }

    @Override
    public String toString() {
        return "Credentials[…]";
    }
}
