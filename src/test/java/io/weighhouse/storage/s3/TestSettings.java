package io.weighhouse.storage.s3;

import java.util.HashMap;
import java.util.Map;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The settings as the registry reads them, defaults included. */
final class TestSettings {

    private static final int PRIORITY = 200;

    private TestSettings() {
    }

    static S3Settings of(Map<String, String> properties, String... overrides) {
        var all = new HashMap<>(properties);
        for (int i = 0; i < overrides.length; i += 2) {
            all.put("weighhouse.s3." + overrides[i], overrides[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withConverter(MemorySize.class, PRIORITY, new MemorySizeConverter())
                .withConverter(java.time.Duration.class, PRIORITY, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(S3Settings.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(S3Settings.class);
    }
}
