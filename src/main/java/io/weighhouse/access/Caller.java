package io.weighhouse.access;

import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.ReadScope;

/**
 * Who makes a request, and what was granted to them.
 *
 * @param name as the audit writes it down
 * @param known whether credentials came with the request
 */
public record Caller(String name, boolean known, Grants grants) {

    static final String ANONYMOUS = "anonymous";

    static final Caller ADMIN = known("admin", Grants.EVERYTHING);

    /** The holder of credentials. */
    public static Caller known(String name, Grants grants) {
        return new Caller(name, true, grants);
    }

    static Caller anonymous(Grants grants) {
        return new Caller(ANONYMOUS, false, grants);
    }

    /** @param namespace a name, or {@code *} for all of them */
    public boolean may(Permission permission, String namespace) {
        return grants.allow(permission, namespace);
    }

    /** Which models lists show to the caller. */
    public ReadScope readScope() {
        return grants.readScope();
    }

    /** The caller as the audit writes it down. */
    public Actor actor(HttpServerRequest request) {
        return new Actor(name, request.remoteAddress().hostAddress());
    }
}
