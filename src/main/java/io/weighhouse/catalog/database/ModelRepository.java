package io.weighhouse.catalog.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepository;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Visibility;

/** Models and the namespaces that own them. */
@ApplicationScoped
class ModelRepository implements PanacheRepository<ModelEntity> {

    /** Locks the model until the end of the transaction; makes it, and its namespace, where there is none. */
    Uni<ModelEntity> lock(ModelName name, Visibility visibility) {
        return lockExisting(name)
                .onItem().ifNull().switchTo(() -> make(name, visibility).chain(() -> lockExisting(name)));
    }

    private Uni<ModelEntity> lockExisting(ModelName name) {
        return find("select m from ModelEntity m where m.namespace.name = ?1 and m.name = ?2",
                name.namespace(), name.name())
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    /** Two saves may make the same model at once: the second one waits for the first and finds it made. */
    private Uni<Void> make(ModelName name, Visibility visibility) {
        return Panache.getSession().chain(session -> session
                .createNativeQuery("insert into namespace (name) values (?1) on conflict (name) do nothing")
                .setParameter(1, name.namespace()).executeUpdate()
                .chain(() -> session.createNativeQuery("""
                        insert into model (namespace_id, name, visibility)
                        select id, ?1, ?2 from namespace where name = ?3
                        on conflict (namespace_id, name) do nothing""")
                        .setParameter(1, name.name())
                        .setParameter(2, visibility.name())
                        .setParameter(3, name.namespace()).executeUpdate()))
                .replaceWithVoid();
    }
}
