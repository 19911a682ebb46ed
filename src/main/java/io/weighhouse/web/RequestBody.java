package io.weighhouse.web;

import java.time.Duration;
import java.util.concurrent.Flow;

import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/**
 * The body of a request as a stream of buffers, read from the socket only as far as somebody asks. The request must be
 * paused. Can be subscribed to once.
 */
public final class RequestBody extends AbstractMulti<Buffer> {

    private final HttpServerRequest request;
    private final Vertx vertx;
    private final Duration idleTimeout;
    private final Pace pace;

    private volatile Reading reading;

    public RequestBody(HttpServerRequest request, Vertx vertx, Duration idleTimeout, Pace pace) {
        this.request = request;
        this.vertx = vertx;
        this.idleTimeout = idleTimeout;
        this.pace = pace;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Buffer> subscriber) {
        reading = new Reading(subscriber, vertx.getOrCreateContext());
        subscriber.onSubscribe(reading);
        reading.start();
    }

    /** Breaks the reading off, if it is not over. From any thread. */
    public void cut(RegistryException refusal) {
        Reading open = reading;
        if (open != null) {
            open.context.runOnContext(now -> open.finish(() -> open.subscriber.onFailure(refusal)));
        }
    }

    /** All of it happens on the request's own event loop. */
    private final class Reading implements Flow.Subscription {

        private final MultiSubscriber<? super Buffer> subscriber;
        private final Context context;
        private final Pace.Meter meter = new Pace.Meter(pace);
        private long demand;
        private boolean started;
        private boolean finished;
        private boolean heard;
        private long timer;

        private Reading(MultiSubscriber<? super Buffer> subscriber, Context context) {
            this.subscriber = subscriber;
            this.context = context;
        }

        private void start() {
            // the connection may have gone while somebody else was asked something
            if (request.isEnded()) {
                finish(subscriber::onCompletion);
                return;
            }
            request.handler(this::chunk);
            request.endHandler(ended -> end());
            request.exceptionHandler(gone -> finish(() -> subscriber.onFailure(ProblemType.UPLOAD_TRUNCATED
                    .because("The connection ended before the body did").causedBy(gone))));
            timer = vertx.setPeriodic(idleTimeout.toMillis(), tick -> checkIdle());
            started = true;
            if (demand > 0 && !finished) {
                request.fetch(demand);
            }
        }

        @Override
        public void request(long items) {
            demand = Subscriptions.add(demand, items);
            heard = true;
            meter.await(System.nanoTime());
            if (started && !finished) {
                request.fetch(items);
            }
        }

        @Override
        public void cancel() {
            finish(() -> {
            });
        }

        private void chunk(Buffer buffer) {
            heard = true;
            if (finished) {
                return;
            }
            long now = System.nanoTime();
            if (!meter.keptWith(buffer.length(), now)) {
                finish(() -> subscriber.onFailure(ProblemType.UPLOAD_TOO_SLOW
                        .because("Fewer than %d bytes of the body arrived in %d seconds", pace.bytes(),
                                pace.window().toSeconds())
                        .with("leastBytes", pace.bytes())));
                return;
            }
            demand--;
            if (demand > 0) {
                meter.await(now);
            }
            subscriber.onItem(buffer);
        }

        /** An HTTP/1 request counts as ended only once it is no longer paused; an HTTP/2 request must then be left alone. */
        private void end() {
            if (!request.isEnded()) {
                request.resume();
            }
            finish(subscriber::onCompletion);
        }

        /** Silence counts only where it is the client who is waited for. */
        private void checkIdle() {
            if (demand > 0 && !heard) {
                finish(() -> subscriber.onFailure(ProblemType.UPLOAD_TOO_SLOW
                        .because("Nothing of the body arrived for %d seconds", idleTimeout.toSeconds())));
            }
            heard = false;
        }

        private void finish(Runnable signal) {
            if (!finished) {
                finished = true;
                vertx.cancelTimer(timer);
                signal.run();
            }
        }
    }
}
