package io.weighhouse.web;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Holds bodies back until somebody asks for them, so that callers are checked before a byte is read. Where the answer comes
 * first, the rest of the body is drained for a while: clients that are still sending would else miss the answer, or hang.
 */
@ApplicationScoped
class UnreadBody {

    private static final int PRIORITY = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long MOST_BYTES = 16L << 20;

    private final Vertx vertx;

    UnreadBody(Vertx vertx) {
        this.vertx = vertx;
    }

    void register(@Observes Filters filters) {
        filters.register(this::hold, PRIORITY);
    }

    private void hold(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            request.pause();
            context.addHeadersEndHandler(ignored -> announceClose(request));
            context.addBodyEndHandler(ignored -> drain(request));
        }
        context.next();
    }

    private static void announceClose(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 && (isChunked(request) || !request.isEnded() && hasBody(request))) {
            request.response().putHeader("Connection", "close");
        }
    }

    /**
     * The HTTP layer drops a Content-Length beside Transfer-Encoding unseen, and a proxy may have believed it; so nothing that
     * follows a chunked body on its connection is taken for a request.
     */
    private static boolean isChunked(HttpServerRequest request) {
        return request.headers().contains("Transfer-Encoding");
    }

    private static boolean hasBody(HttpServerRequest request) {
        return isChunked(request)
                || !"0".equals(request.headers().get("Content-Length")) && request.headers().contains("Content-Length");
    }

    private void drain(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            resetUnread(request);
        } else if (!request.isEnded()) {
            drainAndClose(request);
        } else if (isChunked(request)) {
            request.connection().close();
        }
    }

    private static void resetUnread(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.response().reset(0);
        }
    }

    private void drainAndClose(HttpServerRequest request) {
        long[] drained = { 0 };
        boolean close = hasBody(request);
        long timer = vertx.setTimer(PATIENCE.toMillis(), ignored -> request.connection().close());
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(ended -> {
            vertx.cancelTimer(timer);
            if (close) {
                request.connection().close();
            }
        });
        request.handler(chunk -> {
            drained[0] += chunk.length();
            if (drained[0] > MOST_BYTES) {
                request.pause(); // to close now would reset what the client sends, and the answer it has not read yet with it
            }
        });
        request.resume();
    }
}
