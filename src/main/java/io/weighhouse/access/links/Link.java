package io.weighhouse.access.links;

import java.time.Instant;
import java.util.Optional;

import io.weighhouse.catalog.ModelName;

/**
 * A link that was made.
 *
 * @param version id of the version that it opens
 * @param firstMove id of the first of those moves of its alias that lead to a version that it opens
 */
public record Link(String id, LinkScope scope, Instant createdAt, String createdBy, Instant expiresAt, Optional<Long> version,
        Optional<Long> firstMove) {

    /** How the audit names whoever comes with it. */
    public String holder() {
        return "link:" + id;
    }

    public boolean admitsSavesTo(ModelName model) {
        return scope.isForSaves() && isOf(model);
    }

    public boolean isOf(ModelName model) {
        return scope.model().equals(model);
    }
}
