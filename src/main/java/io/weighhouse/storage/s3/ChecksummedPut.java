package io.weighhouse.storage.s3;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.CallerContext;
import io.weighhouse.storage.StorageKey;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * A PutObject by the SDK, which adds a checksum as a trailer. When the content fails or the caller goes, the SDK's call is
 * cancelled too.
 */
final class ChecksummedPut implements SinglePut {

    private final S3AsyncClient puts;
    private final String bucket;

    /** @param puts must not repeat calls */
    ChecksummedPut(S3AsyncClient puts, String bucket) {
        this.puts = puts;
        this.bucket = bucket;
    }

    @Override
    public Uni<Void> send(StorageKey key, long length, Multi<Buffer> content) {
        return Uni.createFrom().deferred(() -> send(key, length, content, CallerContext.current()));
    }

    private Uni<Void> send(StorageKey key, long length, Multi<Buffer> content, Executor caller) {
        var body = new StreamedBody(content, length, caller);
        return Uni.createFrom().<Void> emitter(emitter -> start(key, body, emitter)).emitOn(caller);
    }

    private void start(StorageKey key, StreamedBody body, UniEmitter<? super Void> emitter) {
        CompletableFuture<PutObjectResponse> call = puts.putObject(put -> put.bucket(bucket).key(key.value()), body);
        emitter.onTermination(() -> giveUp(body, call));
        body.outcome().whenComplete((sent, failure) -> failWith(failure, emitter));
        call.whenComplete((answer, failure) -> finish(body, failure, emitter));
    }

    private static void failWith(Throwable failure, UniEmitter<? super Void> emitter) {
        if (failure != null) {
            emitter.fail(failure);
        }
    }

    private static void finish(StreamedBody body, Throwable failure, UniEmitter<? super Void> emitter) {
        if (failure != null) {
            emitter.fail(S3Failures.translate(failure));
        } else if (!body.outcome().isDone()) {
            emitter.fail(S3Failures.translate(new CancellationException("The store answered before it had the whole body")));
        } else {
            emitter.complete(null);
        }
    }

    private static void giveUp(StreamedBody body, CompletableFuture<?> call) {
        body.cancel();
        call.cancel(true);
    }
}
