package io.weighhouse.access;

import io.smallrye.common.vertx.ContextLocals;

/** The caller whom the gate let in, as long as the request lasts: it hangs on the request's own Vert.x context. */
final class CurrentCaller {

    private static final String KEY = CurrentCaller.class.getName();

    private CurrentCaller() {
    }

    static void set(Caller caller) {
        ContextLocals.put(KEY, caller);
    }

    static Caller get() {
        return ContextLocals.<Caller> get(KEY)
                .orElseThrow(() -> new IllegalStateException("no gate let this request in"));
    }
}
