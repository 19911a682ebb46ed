package io.weighhouse.catalog.database;

import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Singleton;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;

/**
 * Connections that are given up when the database says nothing on them for longer than anybody waits. One whose other end
 * forgot
 * it, as after a change of routes, would else hold its place in the pool until the system gives it up, a quarter of an hour
 * later.
 */
@Singleton
class DatabasePool implements PgPoolCreator {

    private static final int ANSWERS_MISSED = 5;
    private static final int MOST_WAITERS = 5_000;
    private static final int NEVER = 0;

    private final int answer;

    DatabasePool(DatabaseSettings settings) {
        this.answer = Math.toIntExact(settings.answerTimeout().toMillis());
    }

    @Override
    public Pool create(Input input) {
        List<SqlConnectOptions> servers = List.copyOf(input.pgConnectOptionsList());
        servers.forEach(server -> server.setConnectTimeout(answer).setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setReadIdleTimeout(ANSWERS_MISSED * answer));
        return PgBuilder.pool().with(bounded(input.poolOptions())).connectingTo(servers).using(input.vertx()).build();
    }

    /**
     * {@link Patience} bounds how long, this how many wait. The pool's own timer would go off even where its waiter has failed
     * at
     * once, with a stack trace in the log for each of them (vertx-sql-client issue 1706).
     */
    private static PoolOptions bounded(PoolOptions options) {
        return options.setConnectionTimeout(NEVER).setMaxWaitQueueSize(MOST_WAITERS);
    }
}
