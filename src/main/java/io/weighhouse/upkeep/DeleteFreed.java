package io.weighhouse.upkeep;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.weighhouse.catalog.database.FreedBlobs;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.StorageKey;

/** Deletes the bytes of blobs that nothing refers to any more. There from the start, for its meter to be there. */
@Startup
@ApplicationScoped
class DeleteFreed {

    private final FreedBlobs freedBlobs;
    private final BlobStore store;
    private final Counter deleted;

    DeleteFreed(FreedBlobs freedBlobs, BlobStore store, MeterRegistry registry) {
        this.freedBlobs = freedBlobs;
        this.store = store;
        this.deleted = Counter.builder("weighhouse.upkeep.freed.blobs").description("Blobs that the clean-up deleted")
                .register(registry);
    }

    /** All of them; nobody else deletes the same ones before the claim ends. */
    Uni<Void> delete(Duration claim) {
        return Multi.createBy().repeating().uni(() -> freedBlobs.claim(claim))
                .whilst(claimed -> !claimed.isEmpty())
                .onItem().<String> disjoint()
                .onItem().transformToUniAndConcatenate(key -> store.delete(new StorageKey(key))
                        .chain(() -> freedBlobs.forget(key))
                        .invoke(() -> deleted.increment()))
                .onItem().ignoreAsUni();
    }
}
