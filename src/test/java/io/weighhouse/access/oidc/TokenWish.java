package io.weighhouse.access.oidc;

import java.time.Duration;
import java.util.List;

/** What a token shall say; the issuer adds who its holder is. */
public record TokenWish(List<String> grants, List<String> groups, String audience, Duration lifetime, String algorithm) {

    public static TokenWish granting(String... grants) {
        return new TokenWish(List.of(grants), List.of(), TokenIssuer.AUDIENCE, Duration.ofMinutes(5), "RS256");
    }

    TokenWish inGroups(String... names) {
        return new TokenWish(grants, List.of(names), audience, lifetime, algorithm);
    }

    TokenWish forAudience(String other) {
        return new TokenWish(grants, groups, other, lifetime, algorithm);
    }

    public TokenWish lasting(Duration duration) {
        return new TokenWish(grants, groups, audience, duration, algorithm);
    }

    TokenWish signedWith(String other) {
        return new TokenWish(grants, groups, audience, lifetime, other);
    }
}
