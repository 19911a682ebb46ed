package io.weighhouse.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A visible version: nothing in it ever changes.
 *
 * @param files shards in manifest order, then extra files by path
 */
public record PublishedVersion(long id, ModelName model, int number, Digest digest, Optional<String> format,
        long modelFileId, Digest modelFileDigest, long topologyBytes, long weightSpecsBytes, long weightBytes,
        Instant createdAt, List<VersionFile> files) {

    public PublishedVersion {
        files = List.copyOf(files);
    }

    /** The file of that path. */
    public Optional<VersionFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }
}
