package io.weighhouse.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A version, and what people say of it.
 *
 * @param aliases names of those that stand there
 */
public record VersionDetails(PublishedVersion version, Labels labels, Optional<String> description, String createdBy,
        Optional<String> generatedBy, List<String> aliases) {

    public VersionDetails {
        aliases = List.copyOf(aliases);
    }

    /** The same with another description. */
    public VersionDetails describedAs(Optional<String> other) {
        return new VersionDetails(version, labels, other, createdBy, generatedBy, aliases);
    }

    /** The same with other labels. */
    public VersionDetails labelled(Labels others) {
        return new VersionDetails(version, others, description, createdBy, generatedBy, aliases);
    }
}
