package io.weighhouse.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** The administrator's key. It never comes out again: it can only be compared, in constant time. */
final class AdminKey {

    private static final Pattern RULE = Pattern.compile("wh_[A-Za-z0-9_-]{21,197}");

    private final byte[] key;

    AdminKey(String key) {
        if (!RULE.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "weighhouse.admin-key (WEIGHHOUSE_ADMIN_KEY) must begin with wh_ and have 24 to 200 of [A-Za-z0-9_-]");
        }
        this.key = key.getBytes(StandardCharsets.US_ASCII);
    }

    boolean matches(String token) {
        return MessageDigest.isEqual(key, token.getBytes(StandardCharsets.UTF_8));
    }
}
