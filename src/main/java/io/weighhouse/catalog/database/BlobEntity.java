package io.weighhouse.catalog.database;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** Row of a blob: one content of a namespace, and where its bytes lie. */
@Entity
@Table(name = "blob")
class BlobEntity {

    @Id
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "namespace_id")
    NamespaceEntity namespace;

    @Column(nullable = false)
    String digest;

    @Column(nullable = false)
    long bytes;

    /** Unsigned; null for bytes that were saved before it was counted. */
    Long crc32;

    @Column(name = "storage_key", nullable = false)
    String storageKey;
}
