package io.weighhouse.http;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A registry that does not wait long for its database. */
public class ImpatientWithNeighbours implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("weighhouse.database.answer-timeout", "2s");
    }
}
