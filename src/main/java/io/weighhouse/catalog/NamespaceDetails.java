package io.weighhouse.catalog;

import java.util.Optional;

/**
 * A namespace as people describe it, and what it holds.
 *
 * @param bytesUsed bytes of the blobs of its models
 * @param quota its own, else what the settings say
 */
public record NamespaceDetails(NamespaceName name, Optional<String> description, long bytesUsed, long versions, long models,
        Quota quota) {
}
