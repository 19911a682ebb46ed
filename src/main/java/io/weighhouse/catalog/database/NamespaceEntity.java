package io.weighhouse.catalog.database;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Row of a namespace: the owner of models. */
@Entity
@Table(name = "namespace")
class NamespaceEntity {

    @Id
    Long id;

    @Column(nullable = false)
    String name;
}
