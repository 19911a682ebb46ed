package io.weighhouse.catalog;

import java.util.Optional;

/**
 * What a save asks for, beside the bytes of the version.
 *
 * @param visibility of the model, where the save makes it
 * @param description of the new version
 * @param labels of the new version
 * @param alias to be moved to the version
 * @param idempotencyKey under which the save may be repeated
 */
public record SaveOptions(Visibility visibility, Optional<String> description, Labels labels, Optional<AliasWish> alias,
        Optional<String> idempotencyKey) {
}
