package io.weighhouse.serving;

import java.time.Duration;
import java.util.Optional;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Watches a file that the kernel sends: nobody is told how far it is, so only the connection itself shows whether its reader
 * still takes bytes. One that takes none for too long is cut off, else it would hold the file for ever.
 */
final class FileProgress {

    /** Looks often, since a moment's state may be the same by chance. */
    private static final int LOOKS = 8;

    private final HttpServerRequest request;
    private State before;
    private int unchanged;

    /** How far a connection is. */
    private record State(long bytesWritten, long partOfThem, long waiting) {
    }

    private FileProgress(HttpServerRequest request) {
        this.request = request;
        this.before = state();
    }

    /** The same sending, broken off where nothing moves for so long. */
    static Uni<Void> watch(Uni<Void> sending, HttpServerRequest request, Duration stall) {
        Context context = Vertx.currentContext();
        return Uni.createFrom().deferred(() -> {
            var progress = new FileProgress(request);
            long timer = context.owner().setPeriodic(Math.max(1, stall.toMillis() / LOOKS), tick -> progress.look());
            return sending.onTermination().invoke(() -> context.owner().cancelTimer(timer));
        });
    }

    private void look() {
        State now = state();
        unchanged = now.equals(before) ? unchanged + 1 : 0;
        before = now;
        if (unchanged >= LOOKS) {
            breakOff();
        }
    }

    /** The connection of HTTP/1 itself: to the response, a file that the kernel sends is as good as sent. */
    private void breakOff() {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            channel().ifPresentOrElse(Channel::close, request.connection()::close);
        }
    }

    private State state() {
        ChannelOutboundBuffer waiting = channel().map(channel -> channel.unsafe().outboundBuffer()).orElse(null);
        return waiting == null ? new State(request.response().bytesWritten(), 0, 0)
                : new State(request.response().bytesWritten(), waiting.currentProgress(), waiting.totalPendingWriteBytes());
    }

    /** Of HTTP/2 only the stream's own bytes count: others share its connection. */
    private Optional<Channel> channel() {
        return request.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection
                ? Optional.of(connection.channel())
                : Optional.empty();
    }
}
