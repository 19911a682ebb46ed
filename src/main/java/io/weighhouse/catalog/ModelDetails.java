package io.weighhouse.catalog;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model as people describe it.
 *
 * @param defaultRef what bare URLs serve: {@code latest} or the name of an alias
 * @param keep how many newest versions the clean-up leaves; empty for all
 * @param latest number of the newest version
 * @param versions how many there are
 */
public record ModelDetails(ModelName model, Optional<String> description, Labels labels, Visibility visibility,
        String defaultRef, OptionalInt keep, OptionalInt latest, int versions, Instant createdAt, Instant updatedAt) {

    /** The same with another description. */
    public ModelDetails describedAs(Optional<String> other) {
        return new ModelDetails(model, other, labels, visibility, defaultRef, keep, latest, versions, createdAt, updatedAt);
    }

    /** The same with other labels. */
    public ModelDetails labelled(Labels others) {
        return new ModelDetails(model, description, others, visibility, defaultRef, keep, latest, versions, createdAt,
                updatedAt);
    }

    /** The same for other readers. */
    public ModelDetails visibleTo(Visibility other) {
        return new ModelDetails(model, description, labels, other, defaultRef, keep, latest, versions, createdAt, updatedAt);
    }

    /** The same with another default. */
    public ModelDetails serving(String other) {
        return new ModelDetails(model, description, labels, visibility, other, keep, latest, versions, createdAt, updatedAt);
    }

    /** The same with another number of versions that stay. */
    public ModelDetails keeping(OptionalInt other) {
        return new ModelDetails(model, description, labels, visibility, defaultRef, other, latest, versions, createdAt,
                updatedAt);
    }
}
