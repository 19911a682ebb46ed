package io.weighhouse;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfig;
import io.weighhouse.publish.PublishSettings;

/** Settings that are in order each by itself, but not together: one would be ignored, and saves go where nobody meant. */
record StartupContradictions(SmallRyeConfig config) {

    private static final String URL = "weighhouse.database.url";
    private static final String BUCKET = "weighhouse.s3.bucket";
    private static final String ACCESS_KEY = "weighhouse.s3.access-key";
    private static final String SECRET_KEY = "weighhouse.s3.secret-key";
    private static final String FOLDER = "weighhouse.storage.folder";
    private static final String LEASE = "weighhouse.upload.lease";
    private static final String RENEWAL = "weighhouse.upload.lease-renewal";
    private static final String PART_SIZE = "weighhouse.s3.upload-part-size";

    /** Settings that mean nothing without others. */
    private static final Map<String, List<String>> NEEDS = Map.of(
            "weighhouse.database.username", List.of(URL),
            "weighhouse.database.password", List.of(URL),
            "weighhouse.s3.endpoint", List.of(BUCKET),
            ACCESS_KEY, List.of(BUCKET, SECRET_KEY),
            SECRET_KEY, List.of(BUCKET, ACCESS_KEY));

    private static final long SMALLEST_PART = 5L << 20;
    private static final long LARGEST_PART = 1L << 30;

    /** Refuses what contradicts itself. */
    void check() {
        NEEDS.forEach((setting, needed) -> needed.forEach(other -> {
            if (isSet(setting) && !isSet(other)) {
                throw new StartupRefused("%s is set, but %s is not, so it would never count", named(setting), named(other));
            }
        }));
        if (isSet(FOLDER) && isSet(BUCKET)) {
            throw new StartupRefused("%s and %s are both set, and blobs have one place; leave one out", named(FOLDER),
                    named(BUCKET));
        }
        config.getOptionalValue(PART_SIZE, String.class).ifPresent(this::checkPartSize);
        if (duration(RENEWAL, PublishSettings.LEASE_RENEWAL).compareTo(duration(LEASE, PublishSettings.LEASE)) >= 0) {
            throw new StartupRefused("%s must be shorter than %s, or every save that lasts would be given up", named(RENEWAL),
                    named(LEASE));
        }
    }

    private Duration duration(String setting, String otherwise) {
        String text = config.getOptionalValue(setting, String.class).orElse(otherwise);
        try {
            return DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException noDuration) {
            throw new StartupRefused("%s is no duration such as 30s: %s", named(setting), text);
        }
    }

    /** Other stores keep to the bounds of AWS, too: each save in parts would fail at its very end. */
    private void checkPartSize(String text) {
        long bytes;
        try {
            bytes = new MemorySizeConverter().convert(text).asLongValue();
        } catch (IllegalArgumentException noSize) {
            throw new StartupRefused("%s is no size such as 8M: %s", named(PART_SIZE), text);
        }
        if (bytes < SMALLEST_PART || bytes > LARGEST_PART) {
            throw new StartupRefused("%s must be from 5M to 1G, not %s", named(PART_SIZE), text);
        }
    }

    private boolean isSet(String setting) {
        return config.getOptionalValue(setting, String.class).isPresent();
    }

    private static String named(String setting) {
        return "%s (%s)".formatted(setting, setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
    }
}
