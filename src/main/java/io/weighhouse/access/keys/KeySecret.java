package io.weighhouse.access.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The secret of an API key: {@code wh_} and 48 characters, base64url of 256 random bits and their CRC-32. The checksum tells
 * a mistyped key, and scanners of published code a real one, without a question to the database.
 */
public final class KeySecret {

    private static final String PREFIX = "wh_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{48}");
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private KeySecret(String text) {
        this.text = text;
    }

    static KeySecret random() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        byte[] all = ByteBuffer.allocate(RANDOM_BYTES + Integer.BYTES).put(random).putInt(checksum(random)).array();
        return new KeySecret(PREFIX + Base64.getUrlEncoder().encodeToString(all));
    }

    /** Empty where no key has this form. */
    static Optional<KeySecret> parse(String token) {
        return Optional.of(token).filter(text -> FORM.matcher(text).matches()).filter(KeySecret::hasItsChecksum)
                .map(KeySecret::new);
    }

    private static boolean hasItsChecksum(String token) {
        ByteBuffer all = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token.substring(PREFIX.length())));
        byte[] random = new byte[RANDOM_BYTES];
        all.get(random);
        return all.getInt() == checksum(random);
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** What is kept of it: nobody finds 256 random bits by their SHA-256. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The secret itself, for the one answer that shows it. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "wh_…";
    }
}
