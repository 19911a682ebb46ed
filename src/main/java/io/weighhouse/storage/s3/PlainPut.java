package io.weighhouse.storage.s3;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.weighhouse.storage.StorageKey;

/** A PutObject whose bytes go from one connection to the other on one event loop, without a checksum of their own. */
final class PlainPut implements SinglePut {

    private static final int QUEUE_BYTES = 256 << 10;

    private final ObjectRequests requests;
    private final Vertx vertx;
    private final Duration patience;

    /** @param patience silence of the store while the content waits for it, after which the put fails */
    PlainPut(ObjectRequests requests, Vertx vertx, Duration patience) {
        this.requests = requests;
        this.vertx = vertx;
        this.patience = patience;
    }

    @Override
    public Uni<Void> send(StorageKey key, long length, Multi<Buffer> content) {
        return Uni.createFrom().deferred(() -> send(key, length, content, requests.loop()));
    }

    private Uni<Void> send(StorageKey key, long length, Multi<Buffer> content, Executor loop) {
        return requests.open(HttpMethod.PUT, key, Map.of("Content-Length", String.valueOf(length)))
                .onFailure().transform(S3Failures::translate)
                .<Void> chain(request -> Uni.createFrom().emitter(
                        done -> content.subscribe(new Sending(request, length, done, loop))))
                .emitOn(loop).runSubscriptionOn(loop);
    }

    /**
     * The chunk that fills the announced length waits until the content has ended well: before it, the store cannot take a
     * content for whole that then fails or goes on.
     */
    private final class Sending implements MultiSubscriber<Buffer> {

        private final HttpClientRequest request;
        private final long length;
        private final UniEmitter<? super Void> done;
        private final Executor loop;
        private Flow.Subscription content;
        private Buffer last;
        private long seen;
        private long timer = -1;
        private boolean sent;
        private boolean settled;

        Sending(HttpClientRequest request, long length, UniEmitter<? super Void> done, Executor loop) {
            this.loop = loop;
            this.request = request;
            this.length = length;
            this.done = done;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            content = subscription;
            done.onTermination(() -> loop.execute(this::release));
            request.setWriteQueueMaxSize(QUEUE_BYTES);
            request.drainHandler(drained -> goOn());
            request.exceptionHandler(gone -> answered(Future.failedFuture(gone)));
            request.response().onComplete(this::answered);
            content.request(1);
        }

        @Override
        public void onItem(Buffer chunk) {
            loop.execute(() -> take(chunk));
        }

        private void take(Buffer chunk) {
            seen += chunk.length();
            if (settled) {
                return;
            }
            if (seen == length && last == null) {
                last = chunk;
                content.request(1);
            } else {
                write(chunk);
            }
        }

        private void write(Buffer chunk) {
            if (chunk.length() > 0) {
                request.write(chunk);
            }
            if (request.writeQueueFull()) {
                waitForStore();
            } else {
                content.request(1);
            }
        }

        private void goOn() {
            vertx.cancelTimer(timer);
            if (!sent && !settled) {
                content.request(1);
            }
        }

        @Override
        public void onCompletion() {
            loop.execute(this::end);
        }

        private void end() {
            if (!settled) {
                sent = true;
                waitForStore();
                request.end(last);
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            loop.execute(() -> done.fail(failure));
        }

        private void waitForStore() {
            timer = vertx.setTimer(patience.toMillis(), late -> done.fail(S3Failures.silence()));
        }

        private void answered(AsyncResult<HttpClientResponse> answer) {
            if (settled) {
                return;
            }
            if (answer.failed()) {
                done.fail(S3Failures.translate(answer.cause()));
            } else if (answer.result().statusCode() != HttpResponseStatus.OK.code()) {
                S3Failures.refusalOf(answer.result()).subscribe().with(done::fail, done::fail);
            } else if (!sent) {
                done.fail(S3Failures.translate(new IllegalStateException("The store answered before it had the whole body")));
            } else {
                settled = true;
                done.complete(null);
            }
        }

        /** The end, whichever way: a put that did not come to its own must not leave a whole object. */
        private void release() {
            vertx.cancelTimer(timer);
            if (!settled) {
                settled = true;
                content.cancel();
                request.reset();
            }
        }
    }
}
