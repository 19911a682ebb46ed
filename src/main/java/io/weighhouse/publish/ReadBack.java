package io.weighhouse.publish;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.modelfile.GroupBytes;
import io.weighhouse.storage.BlobBytes;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.Chunks;
import io.weighhouse.storage.StorageKey;

/** Reads committed shards once more, for tensors whose shards did not come in their order. */
@ApplicationScoped
class ReadBack {

    private final BlobBytes blobs;

    ReadBack(BlobBytes blobs) {
        this.blobs = blobs;
    }

    /** Walks the groups that could not be walked on the way; refuses one that does not hold what it declares. */
    Uni<Void> check(List<GroupArrival> groups, List<VersionFile> files) {
        return Multi.createFrom().iterable(groups)
                .select().where(GroupArrival::mustBeReadBack)
                .onItem().transformToUniAndConcatenate(group -> walk(group, files))
                .onItem().ignoreAsUni();
    }

    private Uni<Void> walk(GroupArrival group, List<VersionFile> files) {
        GroupBytes walk = group.walkAgain();
        return Multi.createFrom().iterable(group.group().paths())
                .map(path -> files.stream().filter(file -> file.path().equals(path)).findFirst().orElseThrow())
                .select().where(file -> file.storageKey().isPresent())
                .onItem().transformToMultiAndConcatenate(this::bytes)
                .invoke(chunk -> walk.accept(Chunks.view(chunk)))
                .onItem().ignoreAsUni()
                .invoke(walk::finish);
    }

    private Multi<Buffer> bytes(VersionFile file) {
        return blobs.read(new StorageKey(file.storageKey().orElseThrow()), ByteRange.all(file.bytes()));
    }
}
