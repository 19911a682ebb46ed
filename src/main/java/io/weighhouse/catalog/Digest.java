package io.weighhouse.catalog;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** A SHA-256, as 64 lower-case hex digits. */
public record Digest(String hex) {

    private static final Pattern REF = Pattern.compile("sha256-([0-9a-f]{64})");

    public Digest {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("Not a SHA-256: " + hex);
        }
    }

    /** A fresh SHA-256 to be fed while bytes pass. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    public static Digest of(byte[] content) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(content)));
    }

    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest that was fed until now. */
    public static Digest finish(MessageDigest sha256) {
        return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }

    /** Reads {@code sha256-<64 hex digits>}; empty where the text is something else. */
    public static Optional<Digest> parseRef(String text) {
        var matcher = REF.matcher(text);
        return matcher.matches() ? Optional.of(new Digest(matcher.group(1))) : Optional.empty();
    }

    /** How URLs, answers and entity tags write it: {@code sha256-<hex>}. */
    public String ref() {
        return "sha256-" + hex;
    }

    /** How {@code Repr-Digest} writes it (RFC 9530): {@code sha256=:<base64>:}. */
    public String reprDigest() {
        return "sha256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)) + ":";
    }
}
