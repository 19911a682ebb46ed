package io.weighhouse.catalog.database;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** Row of an alias: where it stands now. */
@Entity
@Table(name = "alias")
@IdClass(AliasEntity.Key.class)
class AliasEntity {

    @Id
    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "model_id")
    ModelEntity model;

    @Id
    @Column(nullable = false)
    String name;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "version_id")
    VersionEntity version;

    /** What names an alias. */
    record Key(Long model, String name) {
    }
}
