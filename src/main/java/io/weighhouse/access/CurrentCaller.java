package io.weighhouse.access;

import java.util.Optional;

import io.smallrye.common.vertx.ContextLocals;
import io.vertx.ext.web.RoutingContext;

/** The caller whom the gate let in, as long as the request lasts: it hangs on the request's own Vert.x context. */
final class CurrentCaller {

    private static final String KEY = CurrentCaller.class.getName();

    private CurrentCaller() {
    }

    static void set(Caller caller) {
        ContextLocals.put(KEY, caller);
    }

    /** Remembers who calls, before it is decided whether they may. */
    static void identified(RoutingContext exchange, Caller caller) {
        exchange.put(KEY, caller);
    }

    static Optional<Caller> of(RoutingContext exchange) {
        return Optional.ofNullable(exchange.get(KEY));
    }

    static Caller get() {
        return ContextLocals.<Caller> get(KEY)
                .orElseThrow(() -> new IllegalStateException("no gate let this request in"));
    }
}
