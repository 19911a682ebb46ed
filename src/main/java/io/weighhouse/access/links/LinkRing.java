package io.weighhouse.access.links;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.smallrye.mutiny.Uni;
import io.weighhouse.access.Caller;
import io.weighhouse.access.database.Links;
import io.weighhouse.access.database.Links.Kept;
import io.weighhouse.access.keys.KeyRevoked;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.ModelChanged;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** Links that stand for a credential: made, known again for a moment without asking the database, revoked. */
@ApplicationScoped
public class LinkRing {

    /** How long other replicas go on believing in a link that was revoked here. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);
    private static final int MOST = 10_000;

    private final LinkKeys keys;
    private final Links links;
    private final Duration maxLifetime;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Optional<Kept>> believed = Caffeine.newBuilder().maximumSize(MOST)
            .expireAfterWrite(BELIEVED).build();
    private final Cache<Opened, Boolean> opened = Caffeine.newBuilder().maximumSize(MOST).build();

    private record Opened(String link, long version) {
    }

    LinkRing(LinkKeys keys, Links links, LinkSettings settings) {
        this.keys = keys;
        this.links = links;
        this.maxLifetime = settings.maxLifetime();
    }

    /** A link, and what its URL carries, which is shown this once. */
    public record Made(Link link, String token) {
    }

    /** Whether a text that stands in a URL is meant to be a link. */
    public static boolean looksLikeLink(String text) {
        return LinkToken.hasItsShape(text);
    }

    /** When a link ends at the latest that is made now. */
    public Instant latestEnd() {
        return Instant.now().plus(maxLifetime);
    }

    /** Makes a link; it ends no later than the key that made it. */
    public Uni<Made> make(LinkScope scope, Instant expiresAt, Actor actor) {
        return Uni.createFrom().deferred(() -> {
            byte[] id = new byte[LinkToken.ID_BYTES];
            random.nextBytes(id);
            return links.add(LinkToken.id(id), scope, expiresAt, actor);
        }).chain(link -> keys.get().map(signing -> new Made(link, token(link).signed(signing))));
    }

    private static LinkToken token(Link link) {
        return new LinkToken(link.id(), link.expiresAt(), link.scope().toString());
    }

    /**
     * Whoever comes with that link. One that is wrong, expired or revoked gives no more than nothing: whatever needs no
     * credentials is not refused for it.
     */
    public Uni<Caller> holderOf(String token, Caller nobody) {
        return keys.get().map(signing -> LinkToken.read(token, signing))
                .chain(read -> read.isEmpty() ? refused("This link is none of this registry, or not whole")
                        : holderOf(read.get()))
                .onFailure(LinkRing::isRefused).recoverWithItem(failure -> nobody.refusedAs((RegistryException) failure));
    }

    private Uni<Caller> holderOf(LinkToken token) {
        if (!token.expiresAt().isAfter(Instant.now())) {
            return refused("This link expired at " + token.expiresAt());
        }
        return kept(token.id()).chain(found -> found
                .filter(kept -> !kept.revoked() && kept.link().scope().toString().equals(token.scope()))
                .map(kept -> Uni.createFrom().item(Caller.with(kept.link())))
                .orElseGet(() -> refused("This link was revoked")));
    }

    private static <T> Uni<T> refused(String why) {
        return Uni.createFrom().failure(() -> ProblemType.UNAUTHENTICATED.because("%s", why));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof RegistryException refusal && refusal.type() == ProblemType.UNAUTHENTICATED;
    }

    private Uni<Optional<Kept>> kept(String id) {
        Optional<Kept> known = believed.getIfPresent(id);
        return known != null ? Uni.createFrom().item(known)
                : links.byId(id).invoke(found -> believed.put(id, found));
    }

    /**
     * Whether an alias's link opens a version: the alias leads to it, or did since the link was made. What once was so stays
     * so, and is not asked again.
     */
    public Uni<Boolean> everLedTo(Link link, long version) {
        var question = new Opened(link.id(), version);
        return opened.getIfPresent(question) != null ? Uni.createFrom().item(true)
                : links.everLedTo(link, version).invoke(led -> {
                    if (led) {
                        opened.put(question, true);
                    }
                });
    }

    /** Revokes a link: here at once, on other replicas within seconds. */
    public Uni<Void> revoke(Link link, Actor actor) {
        return links.revoke(link, actor).invoke(() -> believed.invalidate(link.id()));
    }

    /** A deleted model takes its links along. */
    void forget(@Observes ModelChanged changed) {
        believed.asMap().values().removeIf(kept -> kept.filter(link -> link.link().isOf(changed.model())).isPresent());
    }

    /** So does a revoked key. */
    void forget(@Observes KeyRevoked revoked) {
        believed.invalidateAll();
    }
}
