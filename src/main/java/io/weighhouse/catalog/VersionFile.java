package io.weighhouse.catalog;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file of a version beside its model file.
 *
 * @param storageKey where its bytes lie in the blob store; empty where there are none
 * @param crc32 of its bytes, for archives; empty where nobody counted it while they were saved
 */
public record VersionFile(String path, FileRole role, long bytes, Digest digest, Optional<String> storageKey,
        OptionalLong crc32) {
}
