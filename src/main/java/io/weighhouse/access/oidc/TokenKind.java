package io.weighhouse.access.oidc;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;

/**
 * Whether a token is one to call with. Issuers sign others with the same keys: of who logged in, to refresh, to log out, and
 * such that count only together with a key that their holder has to prove.
 */
final class TokenKind {

    /** Media types of access tokens; {@code JWT} says no more than that it is one. */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");
    /** Claims that access tokens do not have: hashes of what an ID token was given out with, and a key to prove. */
    private static final List<String> STRANGE = List.of("at_hash", "c_hash", "s_hash", "cnf");

    private TokenKind() {
    }

    /** What is wrong with the kind of a token; empty where it may be an access token. */
    static Optional<String> wrong(JsonObject header, Claims claims) {
        Stream<String> types = Stream.ofNullable(header.getValue("typ")).map(String::valueOf)
                .filter(type -> !TYPES.contains(type.toLowerCase(Locale.ROOT)));
        // Keycloak's own way to say it
        Stream<String> uses = Stream.ofNullable(claims.all().getValue("typ")).map(String::valueOf)
                .filter(use -> !use.equalsIgnoreCase("Bearer"));
        Stream<String> strange = STRANGE.stream().filter(claims.all()::containsKey);
        return Stream.of(types, uses).flatMap(kinds -> kinds.map(kind -> "of its type")).findFirst()
                .or(() -> strange.findFirst().map(claim -> "with a claim '" + claim + "'"))
                .map(kind -> "a token " + kind + " is no access token to be sent as it is");
    }
}
