package io.weighhouse.storage.s3;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.Chunks;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/**
 * A content on its way into one request, chunk by chunk. The chunk that fills the announced length waits until the content
 * has ended well: before it, the store cannot take a content for whole that then fails or goes on.
 */
final class StreamedBody implements AsyncRequestBody {

    private final Multi<Buffer> content;
    private final long length;
    private final Executor caller;
    private final AtomicBoolean used = new AtomicBoolean();
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private volatile Pump pump;

    /** @param length more than 0, and what {@code content} is sure to have unless it fails */
    StreamedBody(Multi<Buffer> content, long length, Executor caller) {
        this.content = content;
        this.length = length;
        this.caller = caller;
    }

    /** Completes when the last byte was handed over, fails as the content does; neither where the request is given up. */
    CompletableFuture<Void> outcome() {
        return outcome;
    }

    void cancel() {
        Pump running = pump;
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public Optional<Long> contentLength() {
        return Optional.of(length);
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> sdk) {
        var next = new Pump(sdk);
        if (used.getAndSet(true)) {
            sdk.onSubscribe(next);
            sdk.onError(new IllegalStateException("A streamed content cannot be sent twice"));
        } else {
            pump = next;
            caller.execute(() -> content.subscribe().withSubscriber(next));
        }
    }

    /** Asks the content for one chunk whenever the SDK still wants one, so at most one is asked for at any time. */
    private final class Pump implements MultiSubscriber<Buffer>, Subscription {

        private final Subscriber<? super ByteBuffer> sdk;
        private final AtomicLong demand = new AtomicLong();
        private volatile Flow.Subscription upstream;
        private volatile boolean ended;
        private long seen;
        private Buffer held;

        Pump(Subscriber<? super ByteBuffer> sdk) {
            this.sdk = sdk;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            if (ended) {
                subscription.cancel();
            } else {
                sdk.onSubscribe(this);
            }
        }

        @Override
        public void request(long chunks) {
            if (demand.getAndUpdate(now -> Math.max(now, now + chunks)) == 0) {
                caller.execute(this::ask);
            }
        }

        @Override
        public void onItem(Buffer chunk) {
            seen += chunk.length();
            if (seen == length && held == null) {
                held = chunk;
                ask();
            } else if (chunk.length() == 0) {
                ask();
            } else if (!ended) {
                sdk.onNext(Chunks.view(chunk));
                if (demand.decrementAndGet() > 0) {
                    ask();
                }
            }
        }

        @Override
        public void onCompletion() {
            outcome.complete(null);
            if (!ended) {
                sdk.onNext(Chunks.view(held));
            }
            if (!ended) {
                ended = true;
                sdk.onComplete();
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            outcome.completeExceptionally(failure);
            if (!ended) {
                ended = true;
                sdk.onError(failure);
            }
        }

        @Override
        public void cancel() {
            ended = true;
            Flow.Subscription running = upstream;
            if (running != null) {
                caller.execute(running::cancel);
            }
        }

        private void ask() {
            Flow.Subscription running = upstream;
            if (running != null && !ended) {
                running.request(1);
            }
        }
    }
}
