package io.weighhouse.http;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A registry that takes few requests and few saves at a time, and little memory and time for its readers. */
public class Narrow implements QuarkusTestProfile {

    static final int CHANGES = 30;
    static final int READS = 40;
    static final int SAVES = 2;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("weighhouse.rate.changes-per-minute", String.valueOf(CHANGES), "weighhouse.rate.reads-per-minute",
                String.valueOf(READS), "weighhouse.upload.max-concurrent", String.valueOf(SAVES),
                "weighhouse.quota.bytes", "1M");
    }
}
