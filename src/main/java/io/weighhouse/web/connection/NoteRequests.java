package io.weighhouse.web.connection;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;

/** Tells the deadline of a connection which requests came and which are over, before anybody else handles them. */
@ApplicationScoped
class NoteRequests {

    private static final int BEFORE_ALL_FILTERS = 1000;
    private static final int BEFORE_ALL_ROUTES = Integer.MIN_VALUE;

    private final Duration keepAlive;

    NoteRequests(ConnectionSettings settings) {
        this.keepAlive = settings.keepAlive();
    }

    void ofClients(@Observes Filters filters) {
        filters.register(this::note, BEFORE_ALL_FILTERS);
    }

    void ofOperators(@Observes ManagementInterface management) {
        management.router().route().order(BEFORE_ALL_ROUTES).handler(this::note);
    }

    private void note(RoutingContext exchange) {
        HttpConnection connection = exchange.request().connection();
        RequestDeadline.of(connection).ifPresent(deadline -> {
            deadline.begun(connection);
            exchange.addEndHandler(ended -> deadline.ended(keepAlive));
        });
        exchange.next();
    }
}
