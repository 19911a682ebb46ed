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

import org.hibernate.annotations.ColumnTransformer;

import io.weighhouse.catalog.ModelFileFacts;

/** Row of a model file: its bytes as they came, and a small jsonb index beside. */
@Entity
@Table(name = "model_file")
class ModelFileEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "model_file_seq")
    @SequenceGenerator(name = "model_file_seq", sequenceName = "model_file_seq", allocationSize = 50)
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

    static ModelFileEntity of(NamespaceEntity namespace, ModelFileFacts facts) {
        var entity = new ModelFileEntity();
        entity.namespace = namespace;
        entity.digest = facts.digest().hex();
        entity.content = facts.content();
        entity.index = facts.index();
        return entity;
    }
}
