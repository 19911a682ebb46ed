package io.weighhouse.access.oidc;

import java.util.Map;

/** A real issuer over HTTP, whichever it is, that gives the tests the tokens they wish for. */
public interface TokenIssuer {

    String AUDIENCE = "registry";
    String GRANTS_CLAIM = "weighhouse";
    String TEAM = "ml-team";

    /** As its tokens name it. */
    String address();

    /** A signed access token. */
    String token(TokenWish wish);

    /** Not an access token, but one that says who logged in, of the same issuer, key and audience. */
    String idToken(TokenWish wish);

    /** From now on tokens are signed by a key that nobody has met. */
    void rotateKeys();

    /** The settings of a registry that takes its tokens, with little patience. */
    default Map<String, String> settings() {
        return Map.ofEntries(Map.entry("weighhouse.oidc.issuer", address()),
                Map.entry("weighhouse.oidc.audience", AUDIENCE),
                Map.entry("weighhouse.oidc.grants-claim", GRANTS_CLAIM),
                Map.entry("weighhouse.oidc.rules[0].claim", "groups"),
                Map.entry("weighhouse.oidc.rules[0].value", TEAM),
                Map.entry("weighhouse.oidc.rules[0].grants", "vision:read,vision:publish"),
                Map.entry("weighhouse.oidc.rules[1].claim", "sub"),
                Map.entry("weighhouse.oidc.rules[1].value", "system:serviceaccount:ml:*"),
                Map.entry("weighhouse.oidc.rules[1].grants", "ml:publish"),
                Map.entry("weighhouse.oidc.clock-skew", "0s"),
                Map.entry("weighhouse.oidc.timeout", "2s"),
                Map.entry("weighhouse.oidc.key-lookups", "1s"),
                Map.entry("weighhouse.oidc.key-lifetime", "2s"));
    }
}
