package io.weighhouse.storage.s3;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.Batch;
import io.weighhouse.storage.CallerContext;
import io.weighhouse.storage.Chunks;
import io.weighhouse.storage.StorageKey;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The calls that can be repeated, each as a {@link Uni} that fails with a refusal and resumes on its caller's context. */
final class Bucket {

    /** A store that takes an upload part more slowly than this is as good as gone. */
    private static final long SLOWEST_BYTES_A_SECOND = 256 * 1024;
    /** AWS says that completing may take minutes, sends spaces meanwhile, and so never looks idle. */
    private static final Duration COMPLETION_TIMEOUT = Duration.ofMinutes(10);

    private final S3AsyncClient calls;
    private final String name;
    private final Duration callTimeout;

    Bucket(S3AsyncClient calls, String name, Duration callTimeout) {
        this.calls = calls;
        this.name = name;
        this.callTimeout = callTimeout;
    }

    String name() {
        return name;
    }

    Uni<Void> put(StorageKey key, List<Buffer> chunks) {
        return call(() -> calls.putObject(
                put -> put.bucket(name).key(key.value()).overrideConfiguration(allowing(timeFor(sizeOf(chunks)))),
                body(chunks))).replaceWithVoid();
    }

    Uni<String> createUpload(StorageKey key) {
        return call(() -> calls.createMultipartUpload(create -> create.bucket(name).key(key.value())))
                .map(CreateMultipartUploadResponse::uploadId);
    }

    Uni<CompletedPart> uploadPart(StorageKey key, String upload, Batch part) {
        return call(() -> calls.uploadPart(
                put -> put.bucket(name).key(key.value()).uploadId(upload).partNumber(part.number())
                        .overrideConfiguration(allowing(timeFor(part.bytes()))),
                body(part.chunks())))
                .map(answer -> CompletedPart.builder().partNumber(part.number()).eTag(answer.eTag())
                        .checksumCRC32(answer.checksumCRC32()).build());
    }

    /** An upload that is gone may have been completed by an attempt whose answer was lost: the size will tell. */
    Uni<Void> completeUpload(StorageKey key, String upload, List<CompletedPart> parts) {
        return call(() -> ignoringMissing(calls.completeMultipartUpload(
                complete -> complete.bucket(name).key(key.value()).uploadId(upload)
                        .multipartUpload(whole -> whole.parts(parts))
                        .overrideConfiguration(allowing(COMPLETION_TIMEOUT)))));
    }

    Uni<Void> abortUpload(String key, String upload) {
        return call(() -> ignoringMissing(calls.abortMultipartUpload(
                abort -> abort.bucket(name).key(key).uploadId(upload))));
    }

    Uni<Long> sizeOf(StorageKey key) {
        return call(() -> calls.headObject(head -> head.bucket(name).key(key.value()))).map(HeadObjectResponse::contentLength);
    }

    Uni<Void> delete(String key) {
        return call(() -> ignoringMissing(calls.deleteObject(delete -> delete.bucket(name).key(key))));
    }

    Multi<S3Object> objects(String prefix) {
        return Multi.createBy().repeating()
                .uni(Cursor::new, cursor -> call(() -> calls.listObjectsV2(
                        list -> list.bucket(name).prefix(prefix).continuationToken(cursor.token))).invoke(cursor::follow))
                .whilst(ListObjectsV2Response::isTruncated)
                .onItem().transformToIterable(ListObjectsV2Response::contents);
    }

    /** The next objects after a name that the filter takes; none at the end. */
    Uni<List<S3Object>> objectsAfter(String after, int limit, Predicate<S3Object> filter) {
        return Multi.createBy().repeating()
                .uni(Cursor::new, cursor -> call(() -> calls.listObjectsV2(list -> list.bucket(name).maxKeys(limit)
                        .startAfter(after.isEmpty() ? null : after).continuationToken(cursor.token))).invoke(cursor::follow))
                .whilst(page -> page.isTruncated() && page.contents().stream().noneMatch(filter))
                .collect().last()
                .map(page -> page.contents().stream().filter(filter).toList());
    }

    Multi<MultipartUpload> uploads(String prefix) {
        return Multi.createBy().repeating()
                .uni(Cursor::new, cursor -> call(() -> calls.listMultipartUploads(
                        list -> list.bucket(name).prefix(prefix).keyMarker(cursor.token).uploadIdMarker(cursor.upload)))
                        .invoke(cursor::follow))
                .whilst(ListMultipartUploadsResponse::isTruncated)
                .onItem().transformToIterable(ListMultipartUploadsResponse::uploads);
    }

    Uni<Void> probe() {
        return call(() -> calls.headBucket(head -> head.bucket(name)), failure -> ProbeFailures.explain(failure, name))
                .replaceWithVoid();
    }

    static <T> Uni<T> call(Supplier<CompletableFuture<T>> sdkCall) {
        return call(sdkCall, S3Failures::translate);
    }

    private static <T> Uni<T> call(Supplier<CompletableFuture<T>> sdkCall, UnaryOperator<Throwable> translation) {
        return Uni.createFrom().deferred(() -> {
            Executor caller = CallerContext.current();
            return Uni.createFrom().completionStage(sdkCall).onFailure().transform(translation::apply).emitOn(caller);
        });
    }

    private static CompletableFuture<Void> ignoringMissing(CompletableFuture<?> sdkCall) {
        return sdkCall.handle((answer, failure) -> failure == null || S3Failures.isMissing(failure)
                ? CompletableFuture.<Void> completedFuture(null)
                : CompletableFuture.<Void> failedFuture(failure)).thenCompose(outcome -> outcome);
    }

    private Duration timeFor(long bytes) {
        return callTimeout.plusSeconds(bytes / SLOWEST_BYTES_A_SECOND);
    }

    private static AwsRequestOverrideConfiguration allowing(Duration time) {
        return AwsRequestOverrideConfiguration.builder().apiCallAttemptTimeout(time).build();
    }

    private static long sizeOf(List<Buffer> chunks) {
        return chunks.stream().mapToLong(Buffer::length).sum();
    }

    private static AsyncRequestBody body(List<Buffer> chunks) {
        return chunks.isEmpty() ? AsyncRequestBody.empty() : AsyncRequestBody.fromByteBuffersUnsafe(Chunks.views(chunks));
    }

    /** Where the next page of a list begins. */
    private static final class Cursor {

        private String token;
        private String upload;

        private void follow(ListObjectsV2Response page) {
            token = page.nextContinuationToken();
        }

        private void follow(ListMultipartUploadsResponse page) {
            token = page.nextKeyMarker();
            upload = page.nextUploadIdMarker();
        }
    }
}
