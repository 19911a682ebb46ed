package io.weighhouse.web.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Closes a connection that brings no request in time. A timeout for silence would not do: each byte of a header, and each ping
 * of HTTP/2, begins it anew. While requests run, others watch: their bodies have a pace, and so have their readers. All of it
 * happens on the connection's own event loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<RequestDeadline> KEY = AttributeKey.valueOf(RequestDeadline.class.getName());

    private final Channel channel;
    private final Duration first;
    private Optional<HttpConnection> http = Optional.empty();
    private int running;
    private boolean scheduled;
    private long deadline;

    RequestDeadline(Channel channel, Duration first) {
        this.channel = channel;
        this.first = first;
        channel.attr(KEY).set(this);
    }

    /** That of the connection, where it has one. */
    static Optional<RequestDeadline> of(HttpConnection connection) {
        return connection instanceof ConnectionBase base ? Optional.ofNullable(base.channel().attr(KEY).get())
                : Optional.empty();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        await(first);
        context.fireChannelActive();
    }

    /** The headers of a request are here. */
    void begun(HttpConnection connection) {
        onEventLoop(() -> {
            http = Optional.of(connection);
            running++;
        });
    }

    /** It is answered, or given up; the next one has so much time. */
    void ended(Duration next) {
        onEventLoop(() -> {
            running--;
            await(next);
        });
    }

    private void onEventLoop(Runnable work) {
        if (channel.eventLoop().inEventLoop()) {
            work.run();
        } else {
            channel.eventLoop().execute(work);
        }
    }

    private void await(Duration patience) {
        deadline = System.nanoTime() + patience.toNanos();
        if (!scheduled) {
            scheduled = true;
            schedule(patience.toNanos());
        }
    }

    private void schedule(long nanos) {
        channel.eventLoop().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    /** One timer serves many requests: it is cheaper to look again than to begin each time anew. */
    private void look() {
        long left = deadline - System.nanoTime();
        if (!channel.isOpen() || running > 0) {
            scheduled = false;
        } else if (left > 0) {
            schedule(left);
        } else {
            close();
        }
    }

    /** A client of HTTP/2 is told that it goes, so that none of its requests is lost on the way. */
    private void close() {
        http.ifPresentOrElse(HttpConnection::close, channel::close);
    }
}
