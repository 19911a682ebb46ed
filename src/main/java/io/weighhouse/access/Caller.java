package io.weighhouse.access;

import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.Actor;

/** Who makes a request. */
public enum Caller {
    /** No credentials came with the request. */
    ANONYMOUS,
    /** The holder of the admin key. */
    ADMIN;

    /** How the audit names the caller. */
    public String text() {
        return this == ADMIN ? "admin" : "anonymous";
    }

    /** The caller as the audit writes it down. */
    public Actor actor(HttpServerRequest request) {
        return new Actor(text(), request.remoteAddress().hostAddress());
    }
}
