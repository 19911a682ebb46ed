package io.weighhouse.http;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A registry with little memory for large model files, few connections to its store, and little patience with readers. */
public class CrowdedReaders implements QuarkusTestProfile {

    static final int SECONDS_FOR_STALLED_READERS = 4;
    static final int CONNECTIONS_TO_THE_STORE = 2;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("weighhouse.serving.large-files-memory", "120M", "weighhouse.serving.large-files-wait", "1s",
                "weighhouse.serving.stalled-reader", SECONDS_FOR_STALLED_READERS + "s", "weighhouse.serving.ready-file-size",
                "1K", "weighhouse.s3.max-connections", String.valueOf(CONNECTIONS_TO_THE_STORE));
    }
}
