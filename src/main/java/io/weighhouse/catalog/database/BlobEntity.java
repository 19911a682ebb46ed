package io.weighhouse.catalog.database;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.weighhouse.catalog.VersionFile;

/** Row of a blob: one content of a namespace, and where its bytes lie. */
@Entity
@Table(name = "blob")
class BlobEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "blob_seq")
    @SequenceGenerator(name = "blob_seq", sequenceName = "blob_seq", allocationSize = 50)
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "namespace_id")
    NamespaceEntity namespace;

    @Column(nullable = false)
    String digest;

    @Column(nullable = false)
    long bytes;

    @Column(name = "storage_key", nullable = false)
    String storageKey;

    static BlobEntity of(NamespaceEntity namespace, VersionFile file) {
        var entity = new BlobEntity();
        entity.namespace = namespace;
        entity.digest = file.digest().hex();
        entity.bytes = file.bytes();
        entity.storageKey = file.storageKey().orElseThrow();
        return entity;
    }
}
