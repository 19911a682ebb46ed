package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

/** Only pages of some origins may call. */
@QuarkusTest
@TestProfile(OriginListTest.TwoOrigins.class)
class OriginListTest extends HttpSuite {

    private static final String[] PREFLIGHT = { "Access-Control-Request-Method", "PUT", "Access-Control-Request-Headers",
            "x-a" };

    /** Those of the registry's test client, and another. */
    public static class TwoOrigins implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("weighhouse.cors.origins", "https://a.example," + RegistryClient.ORIGIN);
        }
    }

    private Answer from(String origin, String method, String... headers) {
        return RegistryClient.from(base, origin).send(method, at("model.json"), BodyPublishers.noBody(), headers);
    }

    @Test
    void eachIsToldItsOwnName() {
        save(TinyModel.dense(1)).is(201);

        Answer refused = from("https://a.example", "GET").isProblem(401, "unauthenticated");
        Answer loaded = admin.get(at("1/model.json")).is(200);
        Answer preflight = from("https://a.example", "OPTIONS", PREFLIGHT).isEmpty(204);

        assertThat(refused.header("Access-Control-Allow-Origin")).contains("https://a.example");
        assertThat(loaded.header("Access-Control-Allow-Origin")).contains(RegistryClient.ORIGIN);
        assertThat(preflight.header("Access-Control-Allow-Headers")).contains("x-a");
        for (Answer answer : new Answer[] { refused, loaded, preflight }) {
            assertThat(answer.response().headers().allValues("Vary")).anyMatch(value -> value.equalsIgnoreCase("Origin"));
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        }
    }

    @Test
    void othersAreRefused() {
        for (String origin : new String[] { "https://b.example", "http://a.example", "https://a.example.evil", "null" }) {
            Answer refused = from(origin, "GET").isProblem(403, "forbidden");
            Answer preflight = from(origin, "OPTIONS", PREFLIGHT).isEmpty(204);

            assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(preflight.header("Access-Control-Allow-Methods")).isEmpty();
        }
    }

    @Test
    void whoIsNoPageOrAPageOfTheRegistryItselfIsLetIn() {
        RegistryClient.from(base, "https://" + base.getAuthority()).get(at("model.json")).isProblem(401, "unauthenticated");
        RegistryClient.noPage(base).get(at("model.json")).isProblem(401, "unauthenticated");
    }
}
