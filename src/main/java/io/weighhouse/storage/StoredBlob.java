package io.weighhouse.storage;

import java.time.Instant;

/**
 * What lies in the store under a key, as the store tells it.
 *
 * @param changed when its last byte was written, by the store's clock
 */
public record StoredBlob(StorageKey key, long bytes, Instant changed) {
}
