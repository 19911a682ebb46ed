package io.weighhouse.catalog.database;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Row of a running save, gone with its publish. */
@Entity
@Table(name = "upload_session")
class UploadSessionEntity {

    @Id
    UUID id;

    @Column(nullable = false)
    String model;

    @Column(name = "opened_by", nullable = false)
    String openedBy;

    @Column(name = "lease_until", nullable = false)
    Instant leaseUntil;

    @Column(nullable = false)
    boolean abandoned;
}
