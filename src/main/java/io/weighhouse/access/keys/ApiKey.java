package io.weighhouse.access.keys;

import java.time.Instant;
import java.util.Optional;

import io.weighhouse.access.Grants;

/**
 * A key of this registry, without its secret.
 *
 * @param name that people gave it
 * @param expiresAt empty: never
 * @param lastUsedAt to the minute; empty: never
 */
public record ApiKey(String id, String name, Grants grants, Instant createdAt, String createdBy, Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {

    private static final String HOLDER = "key:";

    /** How the audit names its holder. */
    public String holder() {
        return HOLDER + name + ":" + id;
    }

    /** The id of the key that somebody of that name holds; empty where it is no key of this registry. */
    public static Optional<String> idOfHolder(String holder) {
        return holder.startsWith(HOLDER) ? Optional.of(holder.substring(holder.lastIndexOf(':') + 1)) : Optional.empty();
    }
}
