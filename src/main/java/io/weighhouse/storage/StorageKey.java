package io.weighhouse.storage;

import java.util.regex.Pattern;

/** The name of a committed blob in the store: {@code <upload session>/<random hex>}, never a client's text. */
public record StorageKey(String value) {

    private static final Pattern RULE = Pattern.compile("[0-9a-f]{32}/[0-9a-f]{1,40}");

    public StorageKey {
        if (!isOne(value)) {
            throw new IllegalArgumentException("Not a storage key: " + value);
        }
    }

    /** Whether a name in the store could be the registry's. */
    public static boolean isOne(String name) {
        return RULE.matcher(name).matches();
    }
}
