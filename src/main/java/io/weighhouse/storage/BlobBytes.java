package io.weighhouse.storage;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.AsyncFile;

/** Ranges of blobs as streams, whichever driver has them: for answers that are more than one blob as it lies. */
@ApplicationScoped
public class BlobBytes {

    /** Each read of a file is two hops between threads: large enough for them not to count. */
    private static final int READ = 128 << 10;

    private final BlobStore store;
    private final Vertx vertx;

    BlobBytes(BlobStore store, Vertx vertx) {
        this.store = store;
        this.vertx = vertx;
    }

    /** Opens the blob when it is subscribed to, reads only that range of it, and as far as it is asked for. */
    public Multi<Buffer> read(StorageKey key, ByteRange range) {
        return Uni.createFrom().deferred(() -> store.read(key, range)).onItem().transformToMulti(this::stream);
    }

    private Multi<Buffer> stream(BlobContent content) {
        if (content instanceof BlobContent.InFile file) {
            return open(file).onItem().transformToMulti(open -> stream(open, file));
        }
        return ((BlobContent.Streamed) content).bytes();
    }

    /** A reader that goes away while the file is being opened leaves nothing open. */
    private Uni<AsyncFile> open(BlobContent.InFile file) {
        Uni<AsyncFile> opening = vertx.fileSystem().open(file.file().toString(), new OpenOptions().setRead(true))
                .memoize().indefinitely();
        return opening.onCancellation().call(() -> opening.chain(AsyncFile::close));
    }

    /** A read may be under way that finds the file closed: nobody needs its bytes any more, nor its complaint. */
    private static Uni<Void> close(AsyncFile open) {
        open.exceptionHandler(unheard -> {
        });
        return open.close();
    }

    private static Multi<Buffer> stream(AsyncFile open, BlobContent.InFile file) {
        open.setReadPos(file.offset()).setReadLength(file.length()).setReadBufferSize(READ);
        return open.toMulti()
                .onTermination().call(() -> close(open))
                .map(io.vertx.mutiny.core.buffer.Buffer::getDelegate);
    }
}
