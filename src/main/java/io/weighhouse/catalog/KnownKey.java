package io.weighhouse.catalog;

import java.util.OptionalLong;

/**
 * A storage key that a row of the database names.
 *
 * @param bytes how many lie under it; unknown where they only wait for their deletion, and may be gone
 */
public record KnownKey(String key, OptionalLong bytes) {

    /** Whether something is lost where the store has no such blob. */
    public boolean needed() {
        return bytes.isPresent();
    }
}
