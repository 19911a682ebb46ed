package io.weighhouse.storage.s3;

import java.util.Map;
import java.util.concurrent.Executor;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.weighhouse.storage.BlobContent;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.StorageKey;

/** GetObject as a stream, read from the store's connection no faster than the reader takes it. */
final class ObjectReader {

    private static final int ATTEMPTS = 3;

    private final ObjectRequests requests;
    private final Watchdog watchdog;
    private final S3Settings settings;

    ObjectReader(ObjectRequests requests, Watchdog watchdog, S3Settings settings) {
        this.requests = requests;
        this.watchdog = watchdog;
        this.settings = settings;
    }

    /** A connection that the store had closed meanwhile, or a store that is busy, is worth another attempt. */
    Uni<BlobContent> open(StorageKey key, ByteRange range) {
        return Uni.createFrom().deferred(() -> open(key, range, requests.loop()));
    }

    private Uni<BlobContent> open(StorageKey key, ByteRange range, Executor loop) {
        return requests.open(HttpMethod.GET, key, Map.of("Range", "bytes=" + range.first() + "-" + range.last()))
                .chain(request -> answerOf(request).chain(answer -> checked(key, range, request, answer))
                        .map(answer -> new BlobContent.Streamed(stream(new AnswerBody(request, answer, loop)))))
                .onFailure().transform(S3Failures::translate)
                .emitOn(loop).runSubscriptionOn(loop)
                .onFailure().retry().atMost(ATTEMPTS - 1)
                .map(content -> content);
    }

    private Uni<HttpClientResponse> answerOf(HttpClientRequest request) {
        request.exceptionHandler(gone -> request.reset());
        return UniHelper.toUni(request.send().map(HttpClientResponse::pause))
                .ifNoItem().after(settings.callTimeout()).fail()
                .onFailure().invoke(() -> request.reset())
                .onCancellation().invoke(() -> request.reset());
    }

    private static Uni<HttpClientResponse> checked(StorageKey key, ByteRange range, HttpClientRequest request,
            HttpClientResponse answer) {
        String bytes = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (answer.statusCode() == HttpResponseStatus.PARTIAL_CONTENT.code()
                && String.valueOf(range.length()).equals(bytes)) {
            return Uni.createFrom().item(answer);
        }
        if (answer.statusCode() == HttpResponseStatus.PARTIAL_CONTENT.code()) {
            request.reset();
            return Uni.createFrom().failure(S3Failures.missing(key, "has " + bytes + " bytes of " + range));
        }
        return S3Failures.refusalOf(answer.resume()).chain(refusal -> Uni.createFrom().failure(refusal));
    }

    private Multi<Buffer> stream(Multi<Buffer> body) {
        return watchdog.watch(body).onFailure().transform(S3Failures::translate);
    }
}
