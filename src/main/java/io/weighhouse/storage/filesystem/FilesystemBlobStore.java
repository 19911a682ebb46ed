package io.weighhouse.storage.filesystem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.Batch;
import io.weighhouse.storage.Batches;
import io.weighhouse.storage.BlobContent;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.CallerContext;
import io.weighhouse.storage.StagedBlob;
import io.weighhouse.storage.StorageKey;
import io.weighhouse.storage.StoredBlob;
import io.weighhouse.storage.UnexpectedLengthException;
import io.weighhouse.storage.UploadArea;

/**
 * Blobs as files below one folder, for the one-command run. Whatever blocks runs on a worker thread, in batches, because
 * two hops between threads a chunk would cost more than the writing.
 */
public final class FilesystemBlobStore implements BlobStore {

    /** Beyond this size a batch writes no faster, and an upload keeps two of them in memory. */
    private static final int BATCH_BYTES = 256 * 1024;
    private static final int BATCHES_UNDER_WAY = 2;

    private final BlobFolder folder;
    private final BlobListing listing;
    private final Executor workers;

    /** @param workers threads that may block */
    public FilesystemBlobStore(Path root, Executor workers) {
        this.folder = new BlobFolder(root);
        this.listing = new BlobListing(root);
        this.workers = workers;
    }

    @Override
    public Uni<StagedBlob> stage(UploadArea area, OptionalLong length, Multi<Buffer> content) {
        return Uni.createFrom().deferred(() -> write(folder.newFile(area), UnexpectedLengthException.unless(length, content)));
    }

    private Uni<StagedBlob> write(StagedFile file, Multi<Buffer> content) {
        Executor caller = CallerContext.current();
        return blocking(file::open, caller)
                .chain(() -> writeBatches(file, content, caller))
                .chain(() -> blocking(file::finish, caller))
                .replaceWith((StagedBlob) file)
                .onFailure().call(() -> forget(file, caller))
                .onCancellation().call(() -> forget(file, caller));
    }

    /** What cannot be removed now goes with {@link #clear}; the first failure is the one worth telling. */
    private Uni<Void> forget(StagedFile file, Executor caller) {
        return blocking(() -> folder.discard(file), caller).onFailure().recoverWithNull();
    }

    private Uni<Void> writeBatches(StagedFile file, Multi<Buffer> content, Executor caller) {
        Multi<Batch> batches = Batches.of(content, number -> BATCH_BYTES);
        return batches
                .onItem().transformToUni(batch -> blocking(() -> file.write(batch), caller))
                .merge(BATCHES_UNDER_WAY)
                .onItem().ignoreAsUni();
    }

    @Override
    public Uni<StorageKey> commit(StagedBlob staged) {
        StagedFile file = ownFile(staged);
        return blocking(() -> folder.commit(file)).replaceWith(file::key);
    }

    @Override
    public Uni<Void> discard(StagedBlob staged) {
        StagedFile file = ownFile(staged);
        return blocking(() -> folder.discard(file));
    }

    @Override
    public Uni<Void> clear(UploadArea area) {
        return blocking(() -> folder.clear(area));
    }

    @Override
    public Uni<BlobContent> read(StorageKey key, ByteRange range) {
        return blocking(() -> folder.checkHolds(key, range))
                .replaceWith(() -> new BlobContent.InFile(folder.fileOf(key), range.first(), range.length()));
    }

    @Override
    public Uni<Void> delete(StorageKey key) {
        return blocking(() -> folder.delete(key));
    }

    @Override
    public Uni<List<StoredBlob>> list(String after, int limit) {
        return Uni.createFrom().deferred(() -> {
            List<StoredBlob> page = new ArrayList<>();
            return blocking(() -> page.addAll(listing.after(after, limit))).replaceWith(page);
        });
    }

    @Override
    public Uni<Void> probe() {
        return blocking(folder::probe);
    }

    private static StagedFile ownFile(StagedBlob staged) {
        if (staged instanceof StagedFile file) {
            return file;
        }
        throw new IllegalArgumentException("Staged by another store: " + staged);
    }

    private Uni<Void> blocking(FileTask task) {
        return Uni.createFrom().deferred(() -> blocking(task, CallerContext.current()));
    }

    private Uni<Void> blocking(FileTask task, Executor caller) {
        return Uni.createFrom().voidItem()
                .emitOn(workers)
                .invoke(() -> folder.run(task))
                .emitOn(caller);
    }
}
