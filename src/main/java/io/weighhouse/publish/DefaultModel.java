package io.weighhouse.publish;

import org.eclipse.microprofile.config.spi.Converter;

import io.weighhouse.catalog.ModelName;

/** The name of a model as a setting; an empty text is none. */
public final class DefaultModel implements Converter<ModelName> {

    private static final long serialVersionUID = 1;

    @Override
    public ModelName convert(String text) {
        return text.isEmpty() ? null : ModelName.parse(text);
    }
}
