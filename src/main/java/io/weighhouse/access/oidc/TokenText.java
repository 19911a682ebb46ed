package io.weighhouse.access.oidc;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A token as it came, before anybody verified it: only whether it is worth that, and which key it names. Nothing else of it is
 * believed, and no address in it is ever asked.
 *
 * @param key the key's id; empty where the token names none
 */
record TokenText(String text, String key) {

    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]++)\\.([A-Za-z0-9_-]++)\\.[A-Za-z0-9_-]++");
    private static final Set<String> SIGNATURES = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384",
            "ES512", "EdDSA");

    /** Empty where it can be no signed token. */
    static Optional<TokenText> parse(String token) {
        return json(token, 1).filter(header -> SIGNATURES.contains(header.getString("alg", "")))
                .map(header -> new TokenText(token, header.getString("kid", "")));
    }

    /** What it says of itself. */
    JsonObject header() {
        return json(text, 1).orElseThrow();
    }

    /** What it says; to be believed only after it was verified. */
    Optional<Claims> claims() {
        return json(text, 2).map(Claims::new);
    }

    private static Optional<JsonObject> json(String token, int part) {
        var parts = FORM.matcher(token);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts.group(part)))));
        } catch (DecodeException | IllegalArgumentException notJson) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "TokenText[…]";
    }
}
