package io.weighhouse.storage.s3;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.Batch;
import io.weighhouse.storage.Batches;
import io.weighhouse.storage.StorageKey;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A content of unknown length. One that ends within its first part becomes an object at once; a longer one goes in upload
 * parts, driven by hand because the SDK's own multipart client neither bounds its memory nor aborts when it is cancelled.
 */
final class PartedUpload {

    private static final int UNDER_WAY = 2;
    private static final int PARTS_OF_ONE_SIZE = 1000;

    private final Bucket bucket;
    private final StorageKey key;
    private final int firstPartSize;
    private final Uni<String> upload;
    private final AtomicBoolean created = new AtomicBoolean();
    private final AtomicLong bytes = new AtomicLong();
    private final List<CompletedPart> parts = new CopyOnWriteArrayList<>();

    PartedUpload(Bucket bucket, StorageKey key, int firstPartSize) {
        this.bucket = bucket;
        this.key = key;
        this.firstPartSize = firstPartSize;
        this.upload = bucket.createUpload(key).memoize().indefinitely();
    }

    Uni<StagedObject> send(Multi<Buffer> content) {
        return Batches.of(content, this::partSize)
                .onItem().transformToUni(this::sendBatch).merge(UNDER_WAY)
                .onItem().ignoreAsUni()
                .chain(this::finish)
                .onFailure().call(this::abort)
                .onCancellation().call(this::abort);
    }

    /** Parts have to grow, since S3 allows 10,000 of them and 5 TiB in all. */
    int partSize(int number) {
        return (int) Math.min(Integer.MAX_VALUE, (long) firstPartSize << ((number - 1) / PARTS_OF_ONE_SIZE));
    }

    private Uni<Void> sendBatch(Batch batch) {
        bytes.addAndGet(batch.bytes());
        if (batch.number() == 1 && batch.last()) {
            return bucket.put(key, batch.chunks());
        }
        created.set(true);
        return upload.chain(id -> bucket.uploadPart(key, id, batch)).invoke(parts::add).replaceWithVoid();
    }

    private Uni<StagedObject> finish() {
        if (created.get()) {
            return upload.map(id -> StagedObject.inParts(key, bytes.get(), new StagedObject.Upload(id, inOrder())));
        }
        return Uni.createFrom().item(() -> StagedObject.whole(key, bytes.get()));
    }

    private List<CompletedPart> inOrder() {
        return parts.stream().sorted(Comparator.comparing(CompletedPart::partNumber)).toList();
    }

    /** What cannot be aborted now goes when the area is cleared; the first failure is the one worth telling. */
    private Uni<Void> abort() {
        return created.get()
                ? upload.chain(id -> bucket.abortUpload(key.value(), id)).onFailure().recoverWithNull()
                : Uni.createFrom().voidItem();
    }
}
