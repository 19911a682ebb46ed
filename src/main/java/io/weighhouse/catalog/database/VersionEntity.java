package io.weighhouse.catalog.database;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;

import io.weighhouse.catalog.Digest;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.PublishedVersion;

/** Row of a version. It never changes but for its deletion. */
@Entity
@Table(name = "version")
class VersionEntity {

    @Id
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "model_id")
    ModelEntity model;

    @Column(nullable = false)
    int number;

    @Column(nullable = false)
    String digest;

    @Column(name = "model_file_id")
    Long modelFileId;

    @Column(name = "model_file_digest", nullable = false)
    String modelFileDigest;

    String format;

    @Column(name = "generated_by")
    String generatedBy;

    @Column(name = "topology_bytes", nullable = false)
    long topologyBytes;

    @Column(name = "weight_specs_bytes", nullable = false)
    long weightSpecsBytes;

    @Column(name = "weight_bytes", nullable = false)
    long weightBytes;

    String description;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "created_by", nullable = false)
    String createdBy;

    @Column(name = "deleted_at")
    Instant deletedAt;

    @ElementCollection(fetch = FetchType.LAZY)
    @CollectionTable(name = "version_file", joinColumns = @JoinColumn(name = "version_id"))
    @OrderColumn(name = "position")
    List<FileEmbeddable> files = new ArrayList<>();

    PublishedVersion toVersion(ModelName name) {
        return new PublishedVersion(id, name, number, new Digest(digest), Optional.ofNullable(format),
                modelFileId, new Digest(modelFileDigest), topologyBytes, weightSpecsBytes, weightBytes,
                createdAt, files.stream().map(FileEmbeddable::toFile).toList());
    }
}
