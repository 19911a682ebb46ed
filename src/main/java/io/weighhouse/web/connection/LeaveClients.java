package io.weighhouse.web.connection;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * While the registry is about to stop, requests are answered as ever, but each answer ends its connection: the client's next
 * request goes to another replica, and none is on its way here when this one is gone.
 */
@ApplicationScoped
class LeaveClients {

    private static final int BEFORE_ALL_FILTERS = 999;

    private volatile boolean leaving;

    void stopping(@Observes ShutdownDelayInitiatedEvent soon) {
        leaving = true;
    }

    void register(@Observes Filters filters) {
        filters.register(this::leave, BEFORE_ALL_FILTERS);
    }

    private void leave(RoutingContext exchange) {
        if (leaving) {
            HttpServerRequest request = exchange.request();
            if (request.version() == HttpVersion.HTTP_2) {
                request.connection().goAway(0);
            } else {
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        }
        exchange.next();
    }
}
