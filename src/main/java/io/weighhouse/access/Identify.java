package io.weighhouse.access;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.weighhouse.access.keys.KeyRing;
import io.weighhouse.access.oidc.TokenHolders;
import io.weighhouse.problem.ProblemType;

/** Who calls, by the request's headers alone. Credentials that are not valid are refused, never ignored. */
@ApplicationScoped
class Identify {

    private final AccessSettings settings;
    private final Optional<AdminKey> adminKey;
    private final KeyRing keys;
    private final TokenHolders tokens;
    private final Caller anonymous;

    Identify(AccessSettings settings, KeyRing keys, TokenHolders tokens) {
        this.settings = settings;
        this.adminKey = settings.adminKey().map(AdminKey::new);
        this.keys = keys;
        this.tokens = tokens;
        this.anonymous = Caller.anonymous(settings.open() ? Grants.everywhere(Permission.READ, Permission.PUBLISH)
                : Grants.NONE);
    }

    Uni<Caller> callerOf(RoutingContext exchange) {
        return Uni.createFrom().deferred(() -> Credentials.of(exchange.request().headers(), settings)
                .map(credentials -> holderOf(credentials, exchange))
                .orElseGet(() -> Uni.createFrom().item(anonymous)));
    }

    private Uni<Caller> holderOf(Credentials credentials, RoutingContext exchange) {
        if (!credentials.key()) {
            return tokens.holderOf(credentials.token(), exchange);
        }
        if (adminKey.filter(key -> key.matches(credentials.token())).isPresent()) {
            return Uni.createFrom().item(Caller.ADMIN);
        }
        return keys.holderOf(credentials.token())
                .onItem().ifNull().failWith(() -> ProblemType.UNAUTHENTICATED.because("This key is not known here"));
    }
}
