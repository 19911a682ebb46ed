package io.weighhouse.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** How a stream follows a response's queue; a real connection cannot be made to empty it at a chosen moment. */
class ResponseSinkTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration STALL = Duration.ofMillis(300);

    private final AtomicLong asked = new AtomicLong();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean reset = new AtomicBoolean();
    private final CompletableFuture<Handler<Void>> drained = new CompletableFuture<>();

    @AfterAll
    static void stopVertx() {
        VERTX.close();
    }

    /** Of all that a response can do, what the sink uses. */
    private HttpServerResponse response() {
        return (HttpServerResponse) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] { HttpServerResponse.class }, (response, method, arguments) -> switch (method.getName()) {
                    case "drainHandler" -> {
                        drained.complete(handler(arguments[0]));
                        yield response;
                    }
                    case "writeQueueFull" -> full.get();
                    case "reset" -> reset.getAndSet(true);
                    case "setWriteQueueMaxSize", "exceptionHandler", "closeHandler" -> response;
                    case "write" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @SuppressWarnings("unchecked")
    private static Handler<Void> handler(Object argument) {
        return (Handler<Void>) argument;
    }

    private final Counter sent = new SimpleMeterRegistry().counter("sent");

    private void send() throws Exception {
        Multi<Buffer> chunks = Multi.createBy().repeating().supplier(() -> Buffer.buffer("chunk")).atMost(1)
                .onCompletion().switchTo(() -> Multi.createFrom().nothing())
                .onRequest().invoke(asked::addAndGet).onCancellation().invoke(() -> cancelled.set(true));
        onContext(() -> ResponseSink.send(chunks, response(), STALL, sent).subscribe().with(ignored -> {
        }));
    }

    private void drain() throws Exception {
        Handler<Void> handler = drained.get(5, TimeUnit.SECONDS);
        onContext(() -> handler.handle(null));
    }

    private static void onContext(Runnable work) throws Exception {
        var done = new CompletableFuture<Void>();
        VERTX.getOrCreateContext().runOnContext(ignored -> {
            work.run();
            done.complete(null);
        });
        done.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aQueueThatNobodyWaitedForAsksForNothing() throws Exception {
        send();
        long before = asked.get();

        drain();
        drain();

        assertThat(asked).hasValue(before);
    }

    @Test
    void aFullQueueIsWaitedForAndThenFilledAgainOnce() throws Exception {
        full.set(true);
        send();
        long before = asked.get();

        full.set(false);
        drain();
        drain();

        assertThat(asked).hasValue(before + 1);
        Thread.sleep(2 * STALL.toMillis());
        assertThat(reset).isFalse();
        assertThat(cancelled).isFalse();
    }

    @Test
    void aQueueThatStaysFullIsBrokenOff() throws Exception {
        full.set(true);
        send();

        Thread.sleep(3 * STALL.toMillis());

        assertThat(reset).isTrue();
        assertThat(cancelled).isTrue();
    }
}
