package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.embedded.PostgresResource;

/** Namespaces hold as much as they may, and not a byte more. Each test has its own, in which a tiny model takes 40 bytes. */
@QuarkusTest
class QuotaTest extends HttpSuite {

    private static final int SAVES = 100;

    private String namespace;

    @BeforeEach
    void freshNamespace() {
        namespace = model.substring(model.indexOf('/') + 1);
        model = namespace + "/tiny";
    }

    @Test
    void aSaveThatFillsTheQuotaToTheLastByteFits() {
        quota("{\"bytesQuota\":80}").is(201);
        save(TinyModel.dense(1)).is(201);

        save(TinyModel.dense(2)).is(201);
        Answer refused = save(TinyModel.dense(3)).isProblem(507, "quota-exceeded");

        assertThat(refused.json().getString("quota")).isEqualTo("bytes");
        assertThat(refused.json().getLong("limit")).isEqualTo(80);
        assertThat(refused.json().getLong("used")).isEqualTo(80);
        assertThat(refused.json().getLong("reserved")).isZero();
        assertThat(refused.json().getLong("wanted")).isEqualTo(40);
        assertThat(refused.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(used()).isEqualTo(80);
    }

    @Test
    void aHundredSavesAtOnceNeverExceedTheBytesAndAsManyGetInAsFit() throws Exception {
        quota("{\"bytesQuota\":" + (30 * 40 + 39) + "}").is(201);

        List<Answer> answers = atOnce(seed -> TinyModel.dense(seed), BodyPublishers::ofByteArray);

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(30);
        assertThat(answers.stream().filter(answer -> answer.status() == 507)).hasSize(SAVES - 30);
        assertThat(used()).isEqualTo(30 * 40);
        assertThat(versions()).isEqualTo(30);
    }

    @Test
    void aHundredSavesOfUnknownLengthNeverExceedTheBytesAndAsManyGetInAsFit() throws Exception {
        quota("{\"bytesQuota\":" + (30 * 40) + "}").is(201);

        List<Answer> answers = atOnce(seed -> TinyModel.dense(seed), QuotaTest::chunked);

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(30);
        assertThat(answers.stream().filter(answer -> answer.status() == 507)).hasSize(SAVES - 30);
        assertThat(used()).isEqualTo(30 * 40);
    }

    @Test
    void weightsThatComeBeforeTheirModelFileAreReservedInSteps() throws Exception {
        quota("{\"bytesQuota\":" + 300_000 + "}").is(201);

        List<Answer> answers = atOnce(seed -> large(100_000, seed).reversed(), QuotaTest::chunked);

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 507));
        assertThat(used()).isLessThanOrEqualTo(300_000);
        while (used() < 300_000) {
            admin.send("POST", "/models/" + model, chunked(large(100_000, used()).reversed().body()), "Content-Type",
                    TinyModel.CONTENT_TYPE).is(201);
        }
        admin.send("POST", "/models/" + model, chunked(large(100_000, 7).reversed().body()), "Content-Type",
                TinyModel.CONTENT_TYPE).isProblem(507, "quota-exceeded");
    }

    @Test
    void versionsAndModelsAreCountedOutToo() throws Exception {
        quota("{\"versionsQuota\":20,\"modelsQuota\":3}").is(201);

        List<Answer> answers = atOnce(seed -> TinyModel.dense(seed), BodyPublishers::ofByteArray,
                seed -> "/models/" + namespace + "/m" + seed % 10);

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(20);
        assertThat(answers.stream().filter(answer -> answer.status() == 507)).hasSize(SAVES - 20);
        Answer shown = admin.get("/api/v1/namespaces/" + namespace).is(200);
        assertThat(shown.json().getLong("versionsUsed")).isEqualTo(20);
        assertThat(shown.json().getLong("versionsQuota")).isEqualTo(20);
        assertThat(shown.json().getLong("modelsUsed")).isBetween(2L, 3L);
        assertThat(shown.json().getLong("modelsQuota")).isEqualTo(3);
        assertThat(admin.save("/models/" + namespace + "/m1", TinyModel.dense(500)).isProblem(507, "quota-exceeded").json()
                .getString("quota")).isEqualTo("versions");
    }

    @Test
    void savesThatMakeTheSameModelMakeOne() throws Exception {
        quota("{\"modelsQuota\":1}").is(201);

        assertThat(atOnce(TinyModel::dense, BodyPublishers::ofByteArray)).allSatisfy(answer -> answer.is(201));

        assertThat(admin.save("/models/" + namespace + "/other", TinyModel.dense(1)).isProblem(507, "quota-exceeded").json()
                .getString("quota")).isEqualTo("models");
    }

    @Test
    void theSameBytesAgainCostNothing() {
        quota("{\"bytesQuota\":100,\"versionsQuota\":2}").is(201);
        save(TinyModel.dense(1)).is(201);

        save(TinyModel.dense(1)).is(200);
        admin.save("/models/" + namespace + "/copy", TinyModel.dense(1)).is(201);

        assertThat(used()).isEqualTo(40);
    }

    @Test
    void aSaveThatSucceededIsAnsweredAgainWhereNothingFitsAnyMore() {
        quota("{\"bytesQuota\":40,\"versionsQuota\":1,\"modelsQuota\":1}").is(201);
        RegistryClient repeating = admin.with("Idempotency-Key", "one");
        repeating.save("/models/" + model, TinyModel.dense(1)).is(201);

        repeating.save("/models/" + model, TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).isProblem(507, "quota-exceeded");
    }

    @Test
    void whatIsSaidToBeARepetitionBringsNoMoreThanTheFirstSave() {
        RegistryClient repeating = admin.with("Idempotency-Key", "two");
        repeating.save("/models/" + model, TinyModel.dense(1)).is(201);
        TinyModel larger = TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", 250_000)))
                .with("w.bin", new byte[1_000_000]);

        repeating.save("/models/" + model, larger.truncatedBy(999_000)).isProblem(422, "idempotency-key-reused");
        repeating.save("/models/" + model, larger.reversed()).isProblem(422, "idempotency-key-reused");
    }

    @Test
    void deletionGivesBack() {
        quota("{\"bytesQuota\":40,\"versionsQuota\":1,\"modelsQuota\":1}").is(201);
        save(TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).isProblem(507, "quota-exceeded");

        admin.send("DELETE", "/api/v1/models/" + model, BodyPublishers.noBody()).is(200);

        admin.save("/models/" + namespace + "/other", TinyModel.dense(2)).is(201);
    }

    @Test
    void whatNeverFitsIsRefusedOnItsHeaders() throws Exception {
        quota("{\"bytesQuota\":1000}").is(201);
        try (RawConnection connection = new RawConnection(base)) {
            String answer = connection.send("POST /models/" + model + " HTTP/1.1\r\nHost: registry\r\nAuthorization: Bearer "
                    + PostgresResource.ADMIN_KEY + "\r\nContent-Type: " + TinyModel.CONTENT_TYPE
                    + "\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n").receiveSome(Duration.ofSeconds(10));

            assertThat(answer).startsWith("HTTP/1.1 507 ").contains("/problems/quota-exceeded");
        }
    }

    @Test
    void aPreconditionIsToldBeforeTheQuota() {
        quota("{\"versionsQuota\":0}").is(201);

        admin.with("X-Model-Alias", "production").with("X-Model-Alias-If", "1").save("/models/" + model, TinyModel.dense(1))
                .isProblem(412, "precondition-failed");
    }

    @Test
    void whatADeadServerHadReservedIsGivenBackByTheCleanUp() throws Exception {
        quota("{\"bytesQuota\":50,\"versionsQuota\":1}").is(201);
        update("insert into upload_session (id, model, opened_by, lease_until, reserved_bytes, reserved_version) values "
                + "(gen_random_uuid(), '" + model + "', 'dead', now() + interval '1 hour', 11, true)");
        Answer refused = save(TinyModel.dense(1)).isProblem(507, "quota-exceeded");
        assertThat(refused.json().getLong("reserved")).isEqualTo(1);

        update("update upload_session set lease_until = now() - interval '1 second' where opened_by = 'dead'");

        eventually(() -> {
            cleanUpOnce();
            return count("select count(*) from upload_session") == 0;
        });
        save(TinyModel.dense(1)).is(201);
    }

    @Test
    void aQuotaThatIsLoweredWhileASaveRunsHoldsForItToo() throws Exception {
        admin.send("PUT", "/api/v1/namespaces/" + namespace, BodyPublishers.ofString("{}"), "Content-Type",
                "application/json").is(201);
        byte[] body = TinyModel.dense(1).body();
        try (RawConnection connection = new RawConnection(base)) {
            connection.send("POST /models/" + model + " HTTP/1.1\r\nHost: registry\r\nAuthorization: Bearer "
                    + PostgresResource.ADMIN_KEY + "\r\nContent-Type: " + TinyModel.CONTENT_TYPE + "\r\nContent-Length: "
                    + body.length + "\r\n\r\n").send(Arrays.copyOf(body, body.length - 1));
            eventually(() -> count("select count(*) from upload_session") == 1);
            quota("{\"bytesQuota\":39}").is(200);

            String answer = connection.send(new byte[] { body[body.length - 1] }).receiveSome(Duration.ofSeconds(10));

            assertThat(answer).startsWith("HTTP/1.1 507 ");
        }
    }

    @Test
    void onlyWhoAdministersAllNamespacesSetsQuotas() {
        quota("{\"bytesQuota\":100,\"description\":\"a\"}").is(201);
        String secret = admin
                .send("POST", "/api/v1/keys", BodyPublishers.ofString("{\"name\":\"n\",\"grants\":[{\"namespace\":\""
                        + namespace + "\",\"permissions\":[\"admin\"]}]}"), "Content-Type", "application/json")
                .is(201).json()
                .getString("secret");
        RegistryClient owner = RegistryClient.admin(base, secret);

        put(owner, "{\"bytesQuota\":1000000}").isProblem(403, "forbidden");
        put(owner, "{\"bytesQuota\":null}").isProblem(403, "forbidden");
        put(owner, "{\"description\":\"b\"}").is(200);

        assertThat(quotaShown()).isEqualTo(100);
        quota("{\"bytesQuota\":-1}").isProblem(400, "malformed-request");
        quota("{\"bytesQuota\":1.5}").isProblem(400, "malformed-request");
        quota("{\"bytesQuota\":\"1\"}").isProblem(400, "malformed-request");
        quota("{\"bytesQuota\":9007199254740992}").isProblem(400, "malformed-request");
        assertThat(quota("{\"bytesQuota\":null}").is(200).text()).endsWith("\"bytesUsed\":0,\"bytesQuota\":null}");
    }

    @Test
    void aNamespaceMadeAnewKeepsItsQuota() {
        quota("{\"bytesQuota\":30}").is(201);
        admin.send("DELETE", "/api/v1/namespaces/" + namespace, BodyPublishers.noBody()).is(200);

        save(TinyModel.dense(1)).isProblem(507, "quota-exceeded");
    }

    private static TinyModel large(int size, long seed) {
        return TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", size / 4)))
                .with("w.bin", TinyModel.bytes(size, seed));
    }

    private static BodyPublisher chunked(byte[] body) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }

    private List<Answer> atOnce(Function<Integer, TinyModel> models, Function<byte[], BodyPublisher> body) throws Exception {
        return atOnce(models, body, seed -> "/models/" + model);
    }

    private List<Answer> atOnce(Function<Integer, TinyModel> models, Function<byte[], BodyPublisher> body,
            Function<Integer, String> path) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(SAVES);
        try {
            List<Future<Answer>> answers = IntStream.range(0, SAVES)
                    .mapToObj(seed -> clients.submit(() -> admin.send("POST", path.apply(seed),
                            body.apply(models.apply(seed).body()), "Content-Type", TinyModel.CONTENT_TYPE)))
                    .toList();
            List<Answer> all = new ArrayList<>();
            for (Future<Answer> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            clients.shutdownNow();
        }
    }

    private Answer quota(String body) {
        return put(admin, body);
    }

    private Answer put(RegistryClient caller, String body) {
        return caller.send("PUT", "/api/v1/namespaces/" + namespace, BodyPublishers.ofString(body), "Content-Type",
                "application/json");
    }

    private long used() {
        return admin.get("/api/v1/namespaces/" + namespace).is(200).json().getLong("bytesUsed");
    }

    private long quotaShown() {
        return admin.get("/api/v1/namespaces/" + namespace).is(200).json().getLong("bytesQuota");
    }
}
