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

    /** How the audit names its holder. */
    public String holder() {
        return "key:" + name + ":" + id;
    }
}
