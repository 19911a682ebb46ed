package io.weighhouse.publish;

import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.SaveOptions;

/** What a save asks for, beside its body. */
record SaveRequest(ModelName model, SaveOptions options) {

    /** The same for a model that is there. */
    SaveRequest toExistingModel() {
        return new SaveRequest(model, options.toExistingModel());
    }
}
