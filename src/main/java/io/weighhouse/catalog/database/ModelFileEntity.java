package io.weighhouse.catalog.database;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

import org.hibernate.annotations.ColumnTransformer;

/** Row of a model file: its bytes as they came, and a small jsonb index beside. */
@Entity
@Table(name = "model_file")
class ModelFileEntity {

    @Id
    Long id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "namespace_id")
    NamespaceEntity namespace;

    @Column(nullable = false)
    String digest;

    @Column(nullable = false)
    byte[] content;

    @Column(nullable = false, columnDefinition = "jsonb")
    @ColumnTransformer(write = "cast(? as jsonb)", read = "index::text")
    String index;
}
