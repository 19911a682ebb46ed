package io.weighhouse.catalog.database;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;

/** Blobs that nothing refers to any more: their bytes wait for the clean-up. */
@ApplicationScoped
public class FreedBlobs implements PanacheRepositoryBase<FreedBlobEntity, String> {

    private static final int BATCH = 100;

    private final Database database;

    FreedBlobs(Database database) {
        this.database = database;
    }

    /** The storage keys of up to 100 freed blobs that nobody else takes before the claim ends. */
    public Uni<List<String>> claim(Duration claim) {
        return database.inTransaction(() -> Panache.getSession().chain(session -> session.createNativeQuery("""
                update freed_blob set due_at = now() + make_interval(secs => ?1)
                where storage_key in (select storage_key from freed_blob where due_at <= now()
                                      order by due_at limit ?2 for update skip locked)
                returning storage_key""", String.class)
                .setParameter(1, UploadSessionRepository.seconds(claim))
                .setParameter(2, BATCH)
                .getResultList()));
    }

    /** Forgets a blob whose bytes are deleted. */
    public Uni<Void> forget(String storageKey) {
        return database.inTransaction(() -> deleteById(storageKey)).replaceWithVoid();
    }
}
