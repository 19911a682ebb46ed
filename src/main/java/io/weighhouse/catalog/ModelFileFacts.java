package io.weighhouse.catalog;

import java.util.Optional;

/**
 * A model file as the catalog keeps it.
 *
 * @param content the bytes as they were saved
 * @param index small JSON document for searches
 * @param topologyBytes text length of {@code modelTopology} without insignificant white space
 * @param weightSpecsBytes the same of the weight specs of all groups as one array
 */
public record ModelFileFacts(byte[] content, Digest digest, String index, Optional<String> format,
        Optional<String> generatedBy, long topologyBytes, long weightSpecsBytes) {
}
