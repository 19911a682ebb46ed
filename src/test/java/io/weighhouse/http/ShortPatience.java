package io.weighhouse.http;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A registry that waits briefly and takes little, so that its limits can be met within a test. */
public class ShortPatience implements QuarkusTestProfile {

    static final int MAX_BODY = 20 << 20;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("weighhouse.upload.idle-timeout", "2s", "weighhouse.upload.least-pace", "1K",
                "weighhouse.upload.pace-window", "3s", "weighhouse.upload.max-body-size", String.valueOf(MAX_BODY),
                "weighhouse.serving.ready-file-size", "1K", "weighhouse.serving.max-artifacts-weights", "6M");
    }
}
