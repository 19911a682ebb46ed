package io.weighhouse.serving;

import java.time.Duration;
import java.util.concurrent.Flow;

import io.micrometer.core.instrument.Counter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes a stream into a response, no faster than the reader takes it. A reader that goes away, or takes nothing for too
 * long, cancels the stream; a stream that breaks closes the connection, since the promised length cannot be kept.
 */
final class ResponseSink implements MultiSubscriber<Buffer> {

    private static final int QUEUE_BYTES = 512 << 10;

    private final HttpServerResponse response;
    private final UniEmitter<? super Void> done;
    private final Duration stall;
    private final Vertx vertx;
    private final Counter sent;
    private Flow.Subscription upstream;
    private long timer;
    private boolean waiting;
    private boolean finished;

    private ResponseSink(HttpServerResponse response, UniEmitter<? super Void> done, Duration stall, Vertx vertx,
            Counter sent) {
        this.response = response;
        this.done = done;
        this.stall = stall;
        this.vertx = vertx;
        this.sent = sent;
    }

    static Uni<Void> send(Multi<Buffer> bytes, HttpServerResponse response, Duration stall, Counter sent) {
        Context context = Vertx.currentContext();
        return Uni.createFrom().emitter(done -> bytes
                .subscribe(new ResponseSink(response, done, stall, context.owner(), sent)));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        response.setWriteQueueMaxSize(QUEUE_BYTES);
        response.exceptionHandler(gone -> finish());
        response.closeHandler(gone -> finish());
        response.drainHandler(drained -> resume());
        subscription.request(1);
    }

    @Override
    public void onItem(Buffer chunk) {
        if (finished) {
            return;
        }
        response.write(chunk);
        sent.increment(chunk.length());
        if (response.writeQueueFull()) {
            waiting = true;
            timer = vertx.setTimer(stall.toMillis(), ignored -> breakOff());
        } else {
            upstream.request(1);
        }
    }

    /** A queue may become empty without anybody having waited for it: what was asked for once is not asked for again. */
    private void resume() {
        if (waiting && !finished) {
            waiting = false;
            vertx.cancelTimer(timer);
            upstream.request(1);
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        breakOff();
    }

    @Override
    public void onCompletion() {
        if (!finished) {
            response.end();
            finish();
        }
    }

    private void breakOff() {
        if (!finished) {
            finish();
            // closes an HTTP/1 connection, resets an HTTP/2 stream
            response.reset();
        }
    }

    private void finish() {
        if (!finished) {
            finished = true;
            vertx.cancelTimer(timer);
            upstream.cancel();
            done.complete(null);
        }
    }
}
