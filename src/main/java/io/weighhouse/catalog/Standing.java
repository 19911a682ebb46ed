package io.weighhouse.catalog;

import java.util.Optional;

/**
 * How a model and one of its versions stand at a moment: the part of a load that may change.
 *
 * @param version id of the version that the ref names; empty where it names none
 * @param deleted whether that version was deleted
 */
public record Standing(Visibility visibility, Optional<Long> version, boolean deleted) {
}
