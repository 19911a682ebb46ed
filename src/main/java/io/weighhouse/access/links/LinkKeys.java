package io.weighhouse.access.links;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.weighhouse.access.database.KeptSigningKey;

/** The keys that sign links: those of the configuration, else the one that the replicas have in common. */
@Startup
@ApplicationScoped
class LinkKeys {

    private static final int SHORTEST = 32;
    private static final int BYTES = 32;

    private final KeptSigningKey kept;
    private final AtomicReference<Optional<SigningKeys>> keys;

    LinkKeys(LinkSettings settings, KeptSigningKey kept) {
        this.kept = kept;
        this.keys = new AtomicReference<>(settings.signingKeys().map(LinkKeys::configured));
    }

    private static SigningKeys configured(List<String> secrets) {
        if (secrets.stream().anyMatch(secret -> secret.length() < SHORTEST)) {
            throw new IllegalArgumentException(
                    "weighhouse.links.signing-keys: each has " + SHORTEST + " characters or more");
        }
        return new SigningKeys(secrets.stream().map(secret -> secret.getBytes(StandardCharsets.UTF_8)).toList());
    }

    Uni<SigningKeys> get() {
        return keys.get().map(known -> Uni.createFrom().item(known)).orElseGet(() -> kept.getOrKeep(random())
                .map(secret -> new SigningKeys(List.of(secret)))
                .invoke(found -> keys.set(Optional.of(found))));
    }

    private static byte[] random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
