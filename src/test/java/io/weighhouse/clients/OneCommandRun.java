package io.weighhouse.clients;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The registry as the one command starts it: a save to /upload needs no model's name. */
public class OneCommandRun implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("weighhouse.upload.default-model", "default/model");
    }
}
