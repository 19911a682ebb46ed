package io.weighhouse.catalog;

import java.util.List;
import java.util.UUID;

/**
 * Everything that a version will be, once its number is known. Its blobs are committed, its upload session is still open.
 *
 * @param files shards in manifest order, then extra files by path
 */
public record Candidate(UUID session, ModelName model, SaveOptions options, Actor actor,
        ModelFileFacts modelFile, List<VersionFile> files, Fingerprints fingerprints) {

    public Candidate {
        files = List.copyOf(files);
    }

    /** What {@code sha256sum model.json a.bin … | sha256sum} says. */
    public Digest digest() {
        var lines = new StringBuilder();
        lines.append(modelFile.digest().hex()).append("  model.json\n");
        files.forEach(file -> lines.append(file.digest().hex()).append("  ").append(file.path()).append('\n'));
        return Digest.of(lines.toString());
    }

    /** Bytes of all shards. */
    public long weightBytes() {
        return files.stream().filter(file -> file.role() == FileRole.SHARD).mapToLong(VersionFile::bytes).sum();
    }
}
