package io.weighhouse.access;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.weighhouse.access.keys.KeyRing;
import io.weighhouse.access.links.LinkRing;
import io.weighhouse.problem.ProblemType;

/**
 * Who calls, by the request's headers, or by the link that its URL is. Credentials that are not valid are refused, never
 * ignored.
 */
@ApplicationScoped
class Identify {

    private final AccessSettings settings;
    private final Optional<AdminKey> adminKey;
    private final KeyRing keys;
    private final LinkRing links;
    private final Caller anonymous;

    Identify(AccessSettings settings, KeyRing keys, LinkRing links) {
        this.settings = settings;
        this.adminKey = settings.adminKey().map(AdminKey::new);
        this.keys = keys;
        this.links = links;
        this.anonymous = Caller.anonymous(settings.open() ? Grants.everywhere(Permission.READ, Permission.PUBLISH)
                : Grants.NONE);
    }

    /** @param takesLinks whether a link counts; elsewhere it is a query parameter like any other */
    Uni<Caller> callerOf(RoutingContext exchange, boolean takesLinks) {
        return Uni.createFrom().deferred(() -> {
            HttpServerRequest request = exchange.request();
            Optional<Credentials> credentials = Credentials.of(request.headers(), settings.apiKeyHeader());
            Optional<String> link = takesLinks ? LinkParameter.of(request.query()) : Optional.empty();
            if (credentials.isPresent() && link.isPresent()) {
                throw ProblemType.AMBIGUOUS_CREDENTIALS.because("Send one credential: the link in the URL, or a header");
            }
            return credentials.map(this::holderOf).or(() -> link.map(token -> links.holderOf(token, anonymous)))
                    .orElseGet(() -> Uni.createFrom().item(anonymous));
        });
    }

    private Uni<Caller> holderOf(Credentials credentials) {
        if (adminKey.filter(key -> key.matches(credentials.token())).isPresent()) {
            return Uni.createFrom().item(Caller.ADMIN);
        }
        return keys.holderOf(credentials.token())
                .onItem().ifNull().failWith(() -> ProblemType.UNAUTHENTICATED.because("This key is not known here"));
    }
}
