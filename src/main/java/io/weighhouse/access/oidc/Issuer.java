package io.weighhouse.access.oidc;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;

/**
 * Whether tokens are the issuer's. The OIDC extension verifies them and fetches the keys; here is who may make it fetch. Tokens
 * of a key that was met before are verified at once. All others wait for one another: the first of them may lead to the
 * issuer, those behind it find what it brought, and after the issuer failed they are refused for a moment without asking it.
 */
@ApplicationScoped
class Issuer {

    private static final Logger LOG = Logger.getLogger(Issuer.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
    private static final int MOST_KEYS = 1_000;
    /** Names a key that no issuer has, {@code {"alg":"RS256","kid":"weighhouse"}}: the extension then fetches the keys. */
    private static final TokenText OF_NO_KEY = TokenText.parse("eyJhbGciOiJSUzI1NiIsImtpZCI6IndlaWdoaG91c2UifQ.e30.AA")
            .orElseThrow();

    private final IdentityProviderManager extension;
    private final OidcSettings settings;
    private final Turns turns = new Turns();
    private final Cache<String, Boolean> met = Caffeine.newBuilder().maximumSize(MOST_KEYS).build();
    private final AtomicReference<Instant> keysAreOld;
    private volatile Instant silentUntil = Instant.MIN;

    Issuer(IdentityProviderManager extension, OidcSettings settings) {
        this.extension = extension;
        this.settings = settings;
        this.keysAreOld = new AtomicReference<>(Instant.now().plus(settings.keyLifetime()));
    }

    /** Passes where the token is valid now. */
    Uni<Void> verify(TokenText token, RoutingContext exchange, Executor caller) {
        Uni<Void> verified = met.getIfPresent(token.key()) == null ? turns.take(caller, () -> firstOfItsKey(token, exchange))
                : keysOfToday(exchange).chain(() -> ask(token, exchange));
        return verified
                .onFailure(Rejection::isOfUnknownKey).invoke(() -> met.invalidate(token.key()))
                .onFailure().transform(Rejection::of)
                .emitOn(caller);
    }

    private Uni<Void> firstOfItsKey(TokenText token, RoutingContext exchange) {
        if (Instant.now().isBefore(silentUntil)) {
            return Uni.createFrom().failure(Rejection.unavailable());
        }
        return ask(token, exchange)
                .invoke(() -> met.put(token.key(), true))
                .onFailure(Rejection::isUnavailable).invoke(this::keepSilence);
    }

    private void keepSilence(Throwable failure) {
        silentUntil = Instant.now().plus(PAUSE_AFTER_FAILURE);
        LOG.warnf("The issuer %s did not give its keys: %s", settings.server().or(settings::issuer).orElseThrow(), failure);
    }

    /** One caller in a lifetime of the keys has them fetched anew; where that fails the old ones count on for a while. */
    private Uni<Void> keysOfToday(RoutingContext exchange) {
        Instant now = Instant.now();
        Instant old = keysAreOld.get();
        boolean mine = now.isAfter(old) && keysAreOld.compareAndSet(old, now.plus(settings.keyLifetime()));
        return mine ? ask(OF_NO_KEY, exchange)
                .onFailure(Rejection::isUnavailable).invoke(failure -> {
                    keysAreOld.set(now.plus(settings.keyLookups()));
                    keepSilence(failure);
                })
                .onFailure().recoverWithNull() : Uni.createFrom().voidItem();
    }

    private Uni<Void> ask(TokenText token, RoutingContext exchange) {
        var request = new TokenAuthenticationRequest(new AccessTokenCredential(token.text()));
        HttpSecurityUtils.setRoutingContextAttribute(request, exchange);
        return extension.authenticate(request)
                .ifNoItem().after(settings.timeout()).on(Infrastructure.getDefaultWorkerPool()).failWith(Rejection::unavailable)
                .replaceWithVoid();
    }
}
