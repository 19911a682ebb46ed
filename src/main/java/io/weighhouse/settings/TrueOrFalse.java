package io.weighhouse.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** A switch that decides about safety: what is neither on nor off is not taken for off without a word. */
public final class TrueOrFalse implements Converter<Boolean> {

    private static final long serialVersionUID = 1;

    @Override
    public Boolean convert(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is needed");
        };
    }
}
