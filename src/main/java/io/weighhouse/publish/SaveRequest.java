package io.weighhouse.publish;

import java.util.Optional;

import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Visibility;

/**
 * What a save asks for, beside its body.
 *
 * @param visibility of the model, where the save makes it
 * @param description of the new version
 */
record SaveRequest(ModelName model, Visibility visibility, Optional<String> description) {
}
