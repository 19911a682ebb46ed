package io.weighhouse.settings;

import java.time.Duration;

import org.eclipse.microprofile.config.spi.Converter;

import io.quarkus.runtime.configuration.DurationConverter;

/** A time that is waited: zero or less would end everything at once, or never. */
public final class PositiveDuration implements Converter<Duration> {

    private static final long serialVersionUID = 1;

    @Override
    public Duration convert(String text) {
        Duration duration = DurationConverter.parseDuration(text);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("a time above zero is needed, such as 30s");
        }
        return duration;
    }
}
