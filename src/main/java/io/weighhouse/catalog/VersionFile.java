package io.weighhouse.catalog;

import java.util.Optional;

/**
 * One file of a version beside its model file.
 *
 * @param storageKey where its bytes lie in the blob store; empty where there are none
 */
public record VersionFile(String path, FileRole role, long bytes, Digest digest, Optional<String> storageKey) {
}
