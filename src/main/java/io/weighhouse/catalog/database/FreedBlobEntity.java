package io.weighhouse.catalog.database;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Row of a committed blob that nothing refers to, until its bytes are deleted. */
@Entity
@Table(name = "freed_blob")
class FreedBlobEntity {

    @Id
    @Column(name = "storage_key")
    String storageKey;

    @Column(name = "due_at", nullable = false)
    Instant dueAt;
}
