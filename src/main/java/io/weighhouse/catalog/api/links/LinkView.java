package io.weighhouse.catalog.api.links;

import java.time.Instant;

import io.weighhouse.access.links.Link;

/**
 * A link as lists show it: nothing of it opens anything.
 *
 * @param opens {@code load} or {@code save}
 * @param version that it loads; null: none
 * @param alias that it loads; null: none
 */
record LinkView(String id, String opens, Integer version, String alias, Instant createdAt, String createdBy,
        Instant expiresAt) {

    static LinkView of(Link link) {
        return new LinkView(link.id(), link.scope().isForSaves() ? "save" : "load", link.scope().version().orElse(null),
                link.scope().alias().orElse(null), link.createdAt(), link.createdBy(), link.expiresAt());
    }
}
