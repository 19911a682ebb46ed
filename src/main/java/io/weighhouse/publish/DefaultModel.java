package io.weighhouse.publish;

import org.eclipse.microprofile.config.spi.Converter;

import io.weighhouse.catalog.ModelName;
import io.weighhouse.problem.RegistryException;

/** The name of a model as a setting; an empty text is none, and one that is no name is refused with the setting's name. */
public final class DefaultModel implements Converter<ModelName> {

    private static final long serialVersionUID = 1;

    @Override
    public ModelName convert(String text) {
        try {
            return text.isEmpty() ? null : ModelName.parse(text);
        } catch (RegistryException noName) {
            throw new IllegalArgumentException(noName.getMessage(), noName);
        }
    }
}
