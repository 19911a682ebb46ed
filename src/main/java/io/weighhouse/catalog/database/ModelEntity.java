package io.weighhouse.catalog.database;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import io.weighhouse.catalog.Visibility;

/** Row of a model. */
@Entity
@Table(name = "model")
class ModelEntity {

    @Id
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "namespace_id")
    NamespaceEntity namespace;

    @Column(nullable = false)
    String name;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    Visibility visibility;

    @Column(name = "last_version", nullable = false)
    int lastVersion;

    @Column(name = "default_ref", nullable = false)
    String defaultRef;

    @Column(name = "deleted_at")
    Instant deletedAt;

    @Column(name = "updated_at", nullable = false)
    Instant updatedAt;
}
