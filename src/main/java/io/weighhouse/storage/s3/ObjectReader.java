package io.weighhouse.storage.s3;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.Batches;
import io.weighhouse.storage.BlobContent;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.CallerContext;
import io.weighhouse.storage.Chunks;
import io.weighhouse.storage.StorageKey;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.ResponsePublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** GetObject as a stream. The SDK hands out 8 KiB at a time: they are joined before they change to the caller's thread. */
final class ObjectReader {

    private static final int BATCH_BYTES = 128 * 1024;
    /** One that the caller is busy with, one ready for it. */
    private static final int BATCHES_AHEAD = 1;

    private final S3AsyncClient reads;
    private final String bucket;
    private final Watchdog watchdog;

    ObjectReader(S3AsyncClient reads, String bucket, Watchdog watchdog) {
        this.reads = reads;
        this.bucket = bucket;
        this.watchdog = watchdog;
    }

    /**
     * The SDK closes the connection of an answer that nobody subscribes to only after a minute, so one that is not as
     * expected is given back at once.
     */
    Uni<BlobContent> open(StorageKey key, ByteRange range) {
        return Uni.createFrom().deferred(() -> open(key, range, CallerContext.current()));
    }

    private Uni<BlobContent> open(StorageKey key, ByteRange range, Executor caller) {
        return Bucket.call(() -> reads.getObject(
                get -> get.bucket(bucket).key(key.value()).range("bytes=" + range.first() + "-" + range.last()),
                AsyncResponseTransformer.<GetObjectResponse> toPublisher()))
                .map(answer -> checked(key, range, answer))
                .map(answer -> new BlobContent.Streamed(stream(answer, caller)));
    }

    private static ResponsePublisher<GetObjectResponse> checked(StorageKey key, ByteRange range,
            ResponsePublisher<GetObjectResponse> answer) {
        Long bytes = answer.response().contentLength();
        if (bytes == null || bytes != range.length()) {
            Multi.createFrom().publisher(AdaptersToFlow.publisher(answer)).subscribe().with(any -> {
            }).cancel();
            throw S3Failures.missing(key, "has " + bytes + " bytes of " + range);
        }
        return answer;
    }

    private Multi<Buffer> stream(ResponsePublisher<GetObjectResponse> answer, Executor caller) {
        Multi<ByteBuffer> bytes = Multi.createFrom().publisher(AdaptersToFlow.publisher(answer));
        return Batches.of(watchdog.watch(bytes).map(Chunks::chunk), number -> BATCH_BYTES)
                .map(batch -> Chunks.joined(batch.chunks()))
                .onFailure().transform(S3Failures::translate)
                .emitOn(caller, BATCHES_AHEAD);
    }
}
