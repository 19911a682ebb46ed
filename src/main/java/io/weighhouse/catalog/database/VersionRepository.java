package io.weighhouse.catalog.database;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;

/** Versions of models. */
@ApplicationScoped
class VersionRepository implements PanacheRepository<VersionEntity> {

    /** A version with its files and their blobs. */
    Uni<VersionEntity> withFiles(long id) {
        return find("""
                select v from VersionEntity v
                left join fetch v.files f left join fetch f.blob
                where v.id = ?1""", id).singleResult();
    }
}
