package io.weighhouse.access.links;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under the first of several keys; what any of them signed counts. */
final class SigningKeys {

    static final int SIGNATURE_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    SigningKeys(List<byte[]> secrets) {
        this.keys = secrets.stream().map(secret -> new SecretKeySpec(secret, ALGORITHM)).toList();
    }

    byte[] sign(byte[] content) {
        return signature(keys.get(0), content);
    }

    /** All keys are tried in constant time, so that the time tells neither bytes of a signature nor which key it is. */
    boolean signed(byte[] content, byte[] signature) {
        boolean found = false;
        for (SecretKeySpec key : keys) {
            found |= MessageDigest.isEqual(signature(key, content), signature);
        }
        return found;
    }

    private static byte[] signature(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
