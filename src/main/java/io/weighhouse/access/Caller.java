package io.weighhouse.access;

import java.util.Optional;

import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.links.Link;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.ReadScope;
import io.weighhouse.problem.RegistryException;

/**
 * Who makes a request, and what was granted to them.
 *
 * @param name as the audit writes it down
 * @param known whether credentials came with the request
 * @param link that came as the credential; it opens what it names, beside what is granted
 * @param refusal of a link that came but does not count: told where the request needs more than the caller has
 */
public record Caller(String name, boolean known, Grants grants, Optional<Link> link, Optional<RegistryException> refusal) {

    static final String ANONYMOUS = "anonymous";

    static final Caller ADMIN = known("admin", Grants.EVERYTHING);

    /** The holder of credentials. */
    public static Caller known(String name, Grants grants) {
        return new Caller(name, true, grants, Optional.empty(), Optional.empty());
    }

    static Caller anonymous(Grants grants) {
        return new Caller(ANONYMOUS, false, grants, Optional.empty(), Optional.empty());
    }

    /** Whoever has that link. */
    public static Caller with(Link link) {
        return new Caller(link.holder(), true, Grants.NONE, Optional.of(link), Optional.empty());
    }

    /** The same caller, whose link does not count. */
    public Caller refusedAs(RegistryException refusal) {
        return new Caller(name, known, grants, link, Optional.of(refusal));
    }

    /** Whether a link is all that the caller shows, and what it opens belongs to that model. */
    boolean hasLinkOf(ModelName model) {
        return link.filter(shown -> shown.isOf(model)).isPresent();
    }

    boolean mayPublishByLink(ModelName model) {
        return link.filter(shown -> shown.admitsSavesTo(model)).isPresent();
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
