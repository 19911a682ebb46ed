package io.weighhouse.catalog.api.keys;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.weighhouse.access.keys.ApiKey;
import io.weighhouse.access.keys.KeyRing.Made;

/**
 * A key as answers show it.
 *
 * @param secret only in the answer to its creation
 * @param expiresAt null: never
 * @param lastUsedAt to the minute; null: never
 */
record KeyView(String id, String name, @JsonInclude(JsonInclude.Include.NON_NULL) String secret, List<GrantView> grants,
        Instant createdAt, String createdBy, Instant expiresAt, Instant lastUsedAt) {

    static KeyView of(Made made) {
        return of(made.key(), made.secret().reveal());
    }

    static KeyView of(ApiKey key) {
        return of(key, null);
    }

    private static KeyView of(ApiKey key, String secret) {
        return new KeyView(key.id(), key.name(), secret, GrantView.of(key.grants()), key.createdAt(), key.createdBy(),
                key.expiresAt().orElse(null), key.lastUsedAt().orElse(null));
    }
}
