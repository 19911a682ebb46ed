package io.weighhouse.access.links;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a link's URL carries as {@code t}: {@code whl_} and base64url of a random id, an end, a scope and their signature. So
 * most of what is wrong with a link is known without a question to the database. It is URL-safe as it is: TensorFlow.js cuts
 * URLs at the last slash, also within the query.
 *
 * @param scope as {@link LinkScope#toString} writes it
 */
record LinkToken(String id, Instant expiresAt, String scope) {

    static final int ID_BYTES = 12;

    private static final String PREFIX = "whl_";
    private static final int FIXED = ID_BYTES + Long.BYTES;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** Whether somebody means a link by it, be it whole or not. */
    static boolean hasItsShape(String text) {
        return text.startsWith(PREFIX);
    }

    /** The id of so many random bytes. */
    static String id(byte[] random) {
        return ENCODER.encodeToString(random);
    }

    String signed(SigningKeys keys) {
        byte[] text = scope.getBytes(StandardCharsets.UTF_8);
        byte[] content = ByteBuffer.allocate(FIXED + text.length).put(Base64.getUrlDecoder().decode(id))
                .putLong(expiresAt.toEpochMilli()).put(text).array();
        byte[] signature = keys.sign(content);
        return PREFIX + ENCODER.encodeToString(
                ByteBuffer.allocate(content.length + signature.length).put(content).put(signature).array());
    }

    /** Empty where none of the keys signed it. */
    static Optional<LinkToken> read(String text, SigningKeys keys) {
        return decoded(text.substring(PREFIX.length())).filter(bytes -> bytes.length > FIXED + SigningKeys.SIGNATURE_BYTES)
                .flatMap(bytes -> {
                    int end = bytes.length - SigningKeys.SIGNATURE_BYTES;
                    byte[] content = Arrays.copyOf(bytes, end);
                    return keys.signed(content, Arrays.copyOfRange(bytes, end, bytes.length)) ? Optional.of(token(content))
                            : Optional.empty();
                });
    }

    /** One text only stands for the same bytes: the unused bits of the last character are none to play with. */
    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text))
                    .filter(bytes -> ENCODER.encodeToString(bytes).equals(text));
        } catch (IllegalArgumentException notWhole) {
            return Optional.empty();
        }
    }

    private static LinkToken token(byte[] content) {
        ByteBuffer all = ByteBuffer.wrap(content);
        byte[] id = new byte[ID_BYTES];
        all.get(id);
        return new LinkToken(id(id), Instant.ofEpochMilli(all.getLong()),
                StandardCharsets.UTF_8.decode(all).toString());
    }

    @Override
    public String toString() {
        return "whl_… " + id;
    }
}
