package io.weighhouse.catalog.database;

import java.util.Optional;
import java.util.OptionalLong;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;

import io.weighhouse.catalog.Digest;
import io.weighhouse.catalog.FileRole;
import io.weighhouse.catalog.VersionFile;

/** Row of a version's file: its path, and the blob that has its bytes, if there are any. */
@Embeddable
class FileEmbeddable {

    private static final Digest OF_NOTHING = Digest.of("");

    @Column(nullable = false)
    String path;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    FileRole role;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "blob_id")
    BlobEntity blob;

    VersionFile toFile() {
        return blob == null ? new VersionFile(path, role, 0, OF_NOTHING, Optional.empty(), OptionalLong.of(0))
                : new VersionFile(path, role, blob.bytes, new Digest(blob.digest), Optional.of(blob.storageKey),
                        blob.crc32 == null ? OptionalLong.empty() : OptionalLong.of(blob.crc32));
    }
}
