package io.weighhouse.access.keys;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import org.jboss.logging.Logger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.smallrye.mutiny.Uni;
import io.weighhouse.access.Caller;
import io.weighhouse.access.Grants;
import io.weighhouse.access.database.ApiKeys;
import io.weighhouse.access.database.ApiKeys.Kept;
import io.weighhouse.catalog.Actor;
import io.weighhouse.problem.ProblemType;

/** The registry's own keys: made, known again for a moment without asking the database, revoked. */
@ApplicationScoped
public class KeyRing {

    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    /** How long other replicas go on believing in a key that was revoked here. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);
    private static final Duration USE_IS_NOTED_EVERY = Duration.ofMinutes(1);
    private static final int MOST = 10_000;
    private static final int ID_BYTES = 9;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ApiKeys keys;
    private final Cache<ByteBuffer, Optional<Kept>> believed = Caffeine.newBuilder().maximumSize(MOST)
            .expireAfterWrite(BELIEVED).build();

    private final Event<KeyRevoked> revoked;

    KeyRing(ApiKeys keys, Event<KeyRevoked> revoked) {
        this.keys = keys;
        this.revoked = revoked;
    }

    /** A key and its secret, which is shown this once. */
    public record Made(ApiKey key, KeySecret secret) {
    }

    /** Makes a key. */
    public Uni<Made> make(String name, Grants grants, Optional<Instant> expiresAt, Actor actor) {
        return Uni.createFrom().deferred(() -> {
            KeySecret secret = KeySecret.random();
            return keys.add(randomId(), name, grants, secret.hash(), expiresAt, actor)
                    .map(key -> new Made(key, secret));
        });
    }

    /** The id is no secret: it names the key in lists and in the audit. */
    private static String randomId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** Whoever holds that key, or null where there is no such key. Refused where it expired or was revoked. */
    public Uni<Caller> holderOf(String token) {
        return Uni.createFrom().item(KeySecret.parse(token))
                .onItem()
                .transformToUni(secret -> secret.map(this::kept).orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .map(kept -> kept.map(KeyRing::holder).orElse(null));
    }

    private Uni<Optional<Kept>> kept(KeySecret secret) {
        ByteBuffer hash = ByteBuffer.wrap(secret.hash());
        Optional<Kept> known = believed.getIfPresent(hash);
        return known != null ? Uni.createFrom().item(known)
                : keys.byHash(hash.array())
                        .invoke(found -> believed.put(hash, found))
                        .invoke(found -> found.map(Kept::key).ifPresent(this::noteUse));
    }

    /** Nobody waits for it: it is for people who look which keys are still needed. */
    private void noteUse(ApiKey key) {
        Instant stale = Instant.now().minus(USE_IS_NOTED_EVERY);
        if (key.lastUsedAt().filter(stale::isBefore).isEmpty()) {
            keys.noteUse(key.id()).subscribe().with(noted -> {
            }, failure -> LOG.debugf(failure, "The use of the key %s was not noted", key.id()));
        }
    }

    private static Caller holder(Kept kept) {
        if (kept.revoked()) {
            throw ProblemType.UNAUTHENTICATED.because("This key was revoked");
        }
        kept.key().expiresAt().filter(end -> !end.isAfter(Instant.now())).ifPresent(end -> {
            throw ProblemType.UNAUTHENTICATED.because("This key expired at %s", end).with("expiredAt", end.toString());
        });
        return Caller.known(kept.key().holder(), kept.key().grants());
    }

    /** Revokes a key with the links that it made: here at once, on other replicas within seconds. */
    public Uni<Void> revoke(String id, Actor actor) {
        return keys.revoke(id, actor).invoke(() -> {
            believed.invalidateAll();
            revoked.fire(new KeyRevoked(id));
        });
    }
}
