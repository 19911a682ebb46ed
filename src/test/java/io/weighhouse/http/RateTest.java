package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Who asks too often is told when to come again, and so is who comes when there are too many. Each test has its own key. */
@QuarkusTest
@TestProfile(Narrow.class)
class RateTest extends HttpSuite {

    private String secret;
    private RegistryClient caller;

    @BeforeEach
    void freshKey() {
        secret = admin.send("POST", "/api/v1/keys", BodyPublishers.ofString("{\"name\":\"rate\",\"grants\":[{\"namespace\":\""
                + "suite\",\"permissions\":[\"read\",\"publish\",\"promote\"]}]}"), "Content-Type", "application/json").is(201)
                .json()
                .getString("secret");
        caller = RegistryClient.admin(base, secret);
    }

    @Test
    void savesBeyondTheRateOfTheirCallerAreRefusedUntilLater() {
        List<Integer> first = statuses(Narrow.CHANGES, () -> caller.send("POST", "/models/" + model,
                BodyPublishers.ofString("x"), "Content-Type", TinyModel.CONTENT_TYPE));

        Answer refused = until(429, () -> caller.save("/models/" + model, TinyModel.dense(1)));

        assertThat(first).containsOnly(400);
        refused.isProblem(429, "rate-limited");
        assertThat(refused.json().getInt("limit")).isEqualTo(Narrow.CHANGES);
        assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow())).isBetween(1, 2);
        assertThat(refused.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(refused.header("Access-Control-Expose-Headers").orElseThrow()).contains("Retry-After");
        caller.get("/api/v1/whoami").is(200);
        admin.save("/models/" + model, TinyModel.dense(1)).is(201);
    }

    @Test
    void loadsAreCountedApartAndTheirRefusalsHaveNoBodyWhereTheyCouldBeTakenForWeights() {
        save(TinyModel.dense(1)).is(201);

        List<Integer> first = statuses(Narrow.READS, () -> caller.get(at("1/model.weights.bin")));
        Answer refused = until(429, () -> caller.get(at("1/model.weights.bin")));

        assertThat(first).containsOnly(200);
        refused.isEmpty(429);
        assertThat(refused.header("Retry-After")).isPresent();
        until(429, () -> caller.get(at("model.json"))).isProblem(429, "rate-limited");
    }

    @Test
    void strangersAreCountedByTheirAddress() {
        Answer refused = until(429, () -> stranger.get("/api/v1/models"));

        refused.isProblem(429, "rate-limited");
        caller.get("/api/v1/models").is(200);
    }

    @Test
    void preconditionsAreToldBeforeTheRate() {
        until(429, () -> caller.send("POST", "/models/" + model, BodyPublishers.ofString("x"), "Content-Type",
                TinyModel.CONTENT_TYPE));

        RegistryClient promoting = caller.with("X-Model-Alias", "production").with("X-Model-Alias-If", "1");
        promoting.save("/models/" + model, TinyModel.dense(1)).isProblem(412, "precondition-failed");
        caller.send("POST", "/models/" + model, BodyPublishers.ofString("x"), "Content-Type", "text/plain")
                .isProblem(415, "unsupported-media-type");
    }

    @Test
    void aServerTakesSoManySavesAtATimeAndRefusesMoreOnTheirHeaders() throws Exception {
        byte[] body = TinyModel.dense(1).body();
        try (var first = begun(body); var second = begun(body)) {
            eventually(() -> count("select count(*) from upload_session") == Narrow.SAVES);

            try (var third = new RawConnection(base)) {
                String refused = third.send(head(body.length)).receiveSome(Duration.ofSeconds(10));

                assertThat(refused).startsWith("HTTP/1.1 503 ").contains("/problems/overloaded").contains("Retry-After: ");
            }
            assertThat(first.send(Arrays.copyOfRange(body, body.length - 1, body.length)).receiveSome(Duration.ofSeconds(10)))
                    .startsWith("HTTP/1.1 201 ");
            second.reset();
        }
        eventually(() -> count("select count(*) from upload_session") == 0);
        assertThat(statuses(Narrow.SAVES + 1, () -> caller.save("/models/" + model, TinyModel.dense(1)))).containsOnly(200);
    }

    @Test
    void theSettingsLimitNamespacesThatHaveNoQuotaOfTheirOwn() {
        String namespace = "default-" + model.substring(model.indexOf('/') + 1);
        int elements = 150_000;
        TinyModel first = TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", elements)))
                .with("w.bin", TinyModel.bytes(4 * elements, 1));
        TinyModel second = TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", elements)))
                .with("w.bin", TinyModel.bytes(4 * elements, 2));

        admin.save("/models/" + namespace + "/a", first).is(201);
        Answer refused = admin.save("/models/" + namespace + "/a", second).isProblem(507, "quota-exceeded");

        assertThat(refused.json().getLong("limit")).isEqualTo(1 << 20);
        assertThat(admin.get("/api/v1/namespaces/" + namespace).json().getLong("bytesQuota")).isEqualTo(1 << 20);
        admin.save("/models/never-" + namespace + "/a", TinyModel.of(TinyModel.modelFile("\"weightsManifest\":"
                + TinyModel.manifest("w.bin", 1 << 20))).with("w.bin", new byte[4 << 20])).isProblem(507, "quota-exceeded");
        admin.get("/api/v1/namespaces/never-" + namespace).isProblem(404, "not-found");
    }

    private String head(int length) {
        return "POST /models/" + model + " HTTP/1.1\r\nHost: registry\r\nAuthorization: Bearer " + secret
                + "\r\nContent-Type: " + TinyModel.CONTENT_TYPE + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private RawConnection begun(byte[] body) throws Exception {
        return new RawConnection(base).send(head(body.length)).send(Arrays.copyOf(body, body.length - 1));
    }

    private static List<Integer> statuses(int times, Supplier<Answer> ask) {
        return IntStream.range(0, times).mapToObj(time -> ask.get().status()).toList();
    }

    /** The bucket fills up while it is emptied. */
    private static Answer until(int status, Supplier<Answer> ask) {
        Answer answer = ask.get();
        for (int time = 0; time < 2 * Narrow.READS && answer.status() != status; time++) {
            answer = ask.get();
        }
        return answer;
    }
}
