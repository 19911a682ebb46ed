package io.weighhouse.catalog;

import java.util.Optional;

/**
 * A namespace as people describe it.
 *
 * @param bytesUsed bytes of the blobs of its models
 */
public record NamespaceDetails(NamespaceName name, Optional<String> description, long bytesUsed) {
}
