package io.weighhouse.catalog.api.inspect;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.catalog.Fingerprints;
import io.weighhouse.catalog.database.FindFingerprints;
import io.weighhouse.storage.BlobBytes;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.StorageKey;

/** Fetches a version's fingerprints from where its save put them. */
@ApplicationScoped
class ReadFingerprints {

    private final FindFingerprints catalog;
    private final BlobBytes store;

    ReadFingerprints(FindFingerprints catalog, BlobBytes store) {
        this.catalog = catalog;
        this.store = store;
    }

    /** 16 bytes a tensor, in the order of the weights manifest; empty where the version was saved without. */
    Uni<Optional<byte[]>> of(long version) {
        return catalog.of(version).chain(found -> found.isEmpty() ? Uni.createFrom().item(Optional.empty())
                : read(found.get()).map(Optional::of));
    }

    private Uni<byte[]> read(Fingerprints fingerprints) {
        if (fingerprints instanceof Fingerprints.InStore stored) {
            return store.read(new StorageKey(stored.storageKey()), ByteRange.all(stored.bytes()))
                    .collect().in(Buffer::buffer, Buffer::appendBuffer)
                    .map(Buffer::getBytes);
        }
        return Uni.createFrom().item(((Fingerprints.InRow) fingerprints).bytes());
    }
}
