package io.weighhouse.catalog;

import java.util.Optional;

/**
 * What a save asks for, beside the bytes of the version.
 *
 * @param visibility of the model, where the save makes it; empty: it makes none
 * @param description of the new version
 * @param labels of the new version
 * @param alias to be moved to the version
 * @param idempotencyKey under which the save may be repeated
 */
public record SaveOptions(Optional<Visibility> visibility, Optional<String> description, Labels labels,
        Optional<AliasWish> alias,
        Optional<String> idempotencyKey) {

    /** The same for a model that is there: if it is gone meanwhile, the save is refused. */
    public SaveOptions toExistingModel() {
        return new SaveOptions(Optional.empty(), description, labels, alias, idempotencyKey);
    }
}
