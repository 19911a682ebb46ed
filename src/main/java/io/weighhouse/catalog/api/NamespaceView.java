package io.weighhouse.catalog.api;

import java.util.OptionalLong;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.weighhouse.catalog.NamespaceDetails;

/**
 * A namespace as answers show it. Versions and models are counted out where there is a quota of them.
 *
 * @param bytesQuota null: none is set
 */
record NamespaceView(String namespace, String description, long bytesUsed, Long bytesQuota,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long versionsUsed,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long versionsQuota,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long modelsUsed,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long modelsQuota) {

    static NamespaceView of(NamespaceDetails namespace) {
        OptionalLong versions = namespace.quota().versions();
        OptionalLong models = namespace.quota().models();
        return new NamespaceView(namespace.name().value(), namespace.description().orElse(null), namespace.bytesUsed(),
                orNull(namespace.quota().bytes()), versions.isPresent() ? namespace.versions() : null, orNull(versions),
                models.isPresent() ? namespace.models() : null, orNull(models));
    }

    private static Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }
}
