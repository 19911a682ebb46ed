package io.weighhouse.catalog.api;

import io.weighhouse.catalog.NamespaceDetails;

/**
 * A namespace as answers show it.
 *
 * @param bytesQuota null: none is set
 */
record NamespaceView(String namespace, String description, long bytesUsed, Long bytesQuota) {

    static NamespaceView of(NamespaceDetails namespace) {
        return new NamespaceView(namespace.name().value(), namespace.description().orElse(null), namespace.bytesUsed(), null);
    }
}
