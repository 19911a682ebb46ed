package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;

/** What people say of models and versions, what a model serves, and how much of it stays. */
@QuarkusTest
class DescribeTest extends HttpSuite {

    @Test
    void aModelIsDescribedByAMergePatch() {
        save(TinyModel.dense(1)).is(201);

        Answer described = patch("", "{\"description\":\"# Größe\\r\\n<b>\",\"labels\":{\"task\":\"vision\",\"team\":\"a\"},"
                + "\"visibility\":\"public\",\"keep\":3}").is(200);
        Answer changed = patch("", "{\"labels\":{\"team\":null,\"x\":\"\"},\"keep\":null}").is(200);

        assertThat(described.json().getString("model")).isEqualTo(model);
        assertThat(described.json().getString("namespace") + "/" + described.json().getString("name")).isEqualTo(model);
        assertThat(described.json().getString("description")).isEqualTo("# Größe\r\n<b>");
        assertThat(described.json().getMap("labels")).isEqualTo(Map.of("task", "vision", "team", "a"));
        assertThat(described.json().getString("visibility")).isEqualTo("public");
        assertThat(described.json().getString("default")).isEqualTo("latest");
        assertThat(described.json().getInt("keep")).isEqualTo(3);
        assertThat(described.json().getInt("latest")).isEqualTo(1);
        assertThat(described.json().getInt("versions")).isEqualTo(1);
        assertThat(changed.json().getMap("labels")).isEqualTo(Map.of("task", "vision", "x", ""));
        assertThat(changed.json().getString("description")).isEqualTo("# Größe\r\n<b>");
        assertThat(changed.json().getString("keep")).isNull();
        stranger.get(at("model.json")).is(200);
    }

    @Test
    void aVersionIsDescribedByAMergePatch() {
        admin.with("X-Model-Labels", "a=1,b=2").save("/models/" + model + "?description=first&alias=p", TinyModel.dense(1))
                .is(201);

        Answer described = patch("/versions/1", "{\"labels\":{\"b\":null,\"c\":\"3\"}}").is(200);
        Answer emptied = patch("/versions/@p", "{\"labels\":null,\"description\":null}").is(200);

        assertThat(described.json().getString("model")).isEqualTo(model);
        assertThat(described.json().getInt("version")).isEqualTo(1);
        assertThat(described.json().getMap("labels")).isEqualTo(Map.of("a", "1", "c", "3"));
        assertThat(described.json().getString("description")).isEqualTo("first");
        assertThat(described.json().getList("aliases")).containsExactly("p");
        assertThat(described.json().getString("createdBy")).isEqualTo("admin");
        assertThat(described.json().getString("generatedBy")).isEqualTo("TensorFlow.js tfjs-layers v4.22.0");
        assertThat(described.json().getInt("modelArtifactsInfo.weightDataBytes")).isEqualTo(40);
        assertThat(described.json().getString("files[0].path")).isEqualTo("model.weights.bin");
        assertThat(described.json().getString("links.load")).isEqualTo(base.resolve(at("1/model.json")).toString());
        assertThat(described.text()).doesNotContain("\"created\"");
        assertThat(emptied.json().getMap("labels")).isEmpty();
        assertThat(emptied.json().getString("description")).isNull();
    }

    @Test
    void nothingIsChangedByAccident() {
        save(TinyModel.dense(1)).is(201);
        for (String path : new String[] { "", "/versions/1" }) {
            String tag = patch(path, "{\"description\":\"a\"}").is(200).header("ETag").orElseThrow();
            String newer = patch(path, "{\"description\":\"b\"}", tag).is(200).header("ETag").orElseThrow();

            patch(path, "{\"description\":\"c\"}", tag).isProblem(412, "precondition-failed");
            patch(path, "nonsense", tag).isProblem(412, "precondition-failed");
            send(path, "{\"description\":\"c\"}", "application/json").isProblem(428, "precondition-required");
            admin.with("If-None-Match", "*").send("PATCH", api(path), BodyPublishers.ofString("{}"), "Content-Type",
                    "application/json").isProblem(428, "precondition-required");

            assertThat(patch(path, "{}", newer).is(200).json().getString("description")).isEqualTo("b");
            admin.send("DELETE", api(path), BodyPublishers.noBody(), "If-Match", tag).isProblem(412, "precondition-failed");
        }
    }

    @Test
    void aSaveChangesTheStateOfItsModel() {
        save(TinyModel.dense(1)).is(201);
        String tag = patch("", "{}").is(200).header("ETag").orElseThrow();
        save(TinyModel.dense(2)).is(201);

        patch("", "{\"description\":\"a\"}", tag).isProblem(412, "precondition-failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = { "[];", "``;", "7;", "{\"name\":\"x\"};/name",
            "{\"description\":7};/description", "{\"description\":\"\\u0000\"};/description",
            "{\"description\":\"\\ud800\"};/description", "{\"labels\":[]};/labels", "{\"labels\":{\"A\":\"x\"}};/labels",
            "{\"labels\":{\"a\":1}};/labels/a", "{\"labels\":{\"a\":{}}};/labels/a", "{\"labels\":{\"\":\"x\"}};/labels",
            "{\"visibility\":\"secret\"};/visibility", "{\"visibility\":null};/visibility", "{\"keep\":0};/keep",
            "{\"keep\":-1};/keep", "{\"keep\":1.5};/keep", "{\"keep\":\"3\"};/keep", "{\"keep\":99999999999};/keep",
            "{\"default\":3};/default", "{\"latest\":1};/latest", "{\"description\":\"a\",\"description\":\"b\"};" })
    void aPatchThatMakesNoSenseIsRefused(String body, String pointer) {
        save(TinyModel.dense(1)).is(201);

        Answer refused = patch("", body).isProblem(400, "malformed-request");

        if (pointer != null) {
            assertThat(refused.json().getString("pointer")).isEqualTo(pointer);
        }
    }

    @Test
    void aVersionHasLessToSayThanAModel() {
        save(TinyModel.dense(1)).is(201);

        assertThat(patch("/versions/1", "{\"visibility\":\"public\"}").isProblem(400, "malformed-request").json()
                .getString("pointer")).isEqualTo("/visibility");
    }

    @Test
    void labelsAreCounted() {
        save(TinyModel.dense(1)).is(201);
        StringBuilder labels = new StringBuilder("{\"labels\":{\"k0\":\"\"");
        for (int index = 1; index < 100; index++) {
            labels.append(",\"k").append(index).append("\":\"\"");
        }
        patch("", labels + "}}").is(200);

        patch("", "{\"labels\":{\"more\":\"\"}}").isProblem(400, "malformed-request");
        patch("", "{\"labels\":{\"more\":\"\",\"k0\":null}}").is(200);
        patch("", "{\"labels\":{\"more\":\"" + "x".repeat(256) + "\"}}").isProblem(400, "malformed-request");
    }

    @Test
    void bothTypesOfPatchesAreTaken() {
        save(TinyModel.dense(1)).is(201);

        sendAny("", "{\"description\":\"a\"}", "application/merge-patch+json").is(200);
        sendAny("", "{\"description\":\"b\"}", "application/json; charset=utf-8").is(200);
        sendAny("", "{\"description\":\"c\"}", "text/plain").isProblem(415, "unsupported-media-type");
        sendAny("", "[]", "application/json-patch+json").isProblem(415, "unsupported-media-type");
        sendAny("", "{\"description\":\"" + "x".repeat(300_000) + "\"}", "application/json").isProblem(413, "too-large");
    }

    @Test
    void whatIsNotThereIsNotDescribed() {
        save(TinyModel.dense(1)).is(201);

        patch("-none", "{}").isProblem(404, "not-found");
        patch("/versions/2", "{}").isProblem(404, "not-found");
        patch("/versions/@none", "{}").isProblem(404, "not-found");
        patch("/versions/x", "{}").isProblem(404, "not-found");
        patch("/versions/sha256-" + "0".repeat(64), "{}").isProblem(404, "not-found");
        for (String path : new String[] { "", "-none", "/versions/1" }) {
            stranger.with("If-Match", "*").send("PATCH", api(path), BodyPublishers.ofString("{}"), "Content-Type",
                    "application/json").isProblem(401, "unauthenticated");
        }
    }

    @Test
    void bareUrlsServeTheDefault() {
        admin.save("/models/" + model + "?alias=good", TinyModel.dense(1).with("labels.txt", new byte[] { '1' })).is(201);
        save(TinyModel.dense(2).with("labels.txt", new byte[] { '2' })).is(201);
        assertThat(servedByDefault()).isEqualTo(2);

        assertThat(patch("", "{\"default\":\"good\"}").is(200).json().getString("default")).isEqualTo("good");

        assertThat(servedByDefault()).isEqualTo(1);
        assertThat(admin.get(at("labels.txt")).is(200).text()).isEqualTo("1");
        assertThat(admin.get(at("@latest/labels.txt")).is(200).text()).isEqualTo("2");
        assertThat(admin.get("/download/" + model + "/model.json").json().getString("weightsManifest[0].paths[0]"))
                .isEqualTo("../../../models/" + model + "/1/model.weights.bin");
        admin.with("If-Match", "*")
                .send("PUT", api("/aliases/good"), BodyPublishers.ofString("{\"version\":2}"), "Content-Type",
                        "application/json")
                .is(200);
        assertThat(servedByDefault()).isEqualTo(2);
    }

    @Test
    void aDefaultIsAnAliasThatExistsAndStays() {
        admin.save("/models/" + model + "?alias=good", TinyModel.dense(1)).is(201);

        patch("", "{\"default\":\"none\"}").isProblem(409, "conflict");
        patch("", "{\"default\":\"Not A Name\"}").isProblem(400, "invalid-name");
        patch("", "{\"default\":\"good\"}").is(200);
        admin.send("DELETE", api("/aliases/good"), BodyPublishers.noBody()).isProblem(409, "conflict");
        assertThat(patch("", "{\"default\":null}").is(200).json().getString("default")).isEqualTo("latest");
        admin.send("DELETE", api("/aliases/good"), BodyPublishers.noBody()).isEmpty(204);
    }

    @Test
    void visibilityActsAtOnce() {
        save(TinyModel.dense(1)).is(201);
        stranger.get(at("1/model.weights.bin")).isEmpty(401);

        patch("", "{\"visibility\":\"public\"}").is(200);
        stranger.get(at("1/model.weights.bin")).is(200);
        patch("", "{\"visibility\":\"private\"}").is(200);

        stranger.get(at("1/model.weights.bin")).isEmpty(401);
        stranger.get(at("1/model.json")).isProblem(401, "unauthenticated");
    }

    @Test
    void theCleanUpLeavesWhatIsToBeKept() throws Throwable {
        for (int seed = 1; seed <= 6; seed++) {
            save(TinyModel.dense(seed)).is(201);
        }
        patch("/versions/1", "{\"labels\":{\"keep\":\"for ever\"}}").is(200);
        admin.with("If-None-Match", "*").send("PUT", api("/aliases/old"), BodyPublishers.ofString("{\"version\":2}"),
                "Content-Type", "application/json").is(201);
        admin.get(at("3/model.weights.bin")).is(200);

        VertxContextSupport.subscribeAndAwait(cleanUp::run);
        admin.get(at("3/model.json")).is(200);
        patch("", "{\"keep\":2}").is(200);
        VertxContextSupport.subscribeAndAwait(cleanUp::run);

        for (int kept : new int[] { 1, 2, 5, 6 }) {
            assertThat(admin.get(at(kept + "/model.weights.bin")).is(200).bytes()).isEqualTo(TinyModel.dense(kept).content(1));
        }
        eventually(() -> admin.get(at("3/model.json")).status() == 410 && admin.get(at("4/model.json")).status() == 410);
        admin.send("DELETE", api("/aliases/old"), BodyPublishers.noBody()).isEmpty(204);
        VertxContextSupport.subscribeAndAwait(cleanUp::run);
        eventually(() -> admin.get(at("2/model.json")).status() == 410);
        assertThat(patch("", "{}").json().getInt("versions")).isEqualTo(3);
    }

    private int servedByDefault() {
        String path = admin.get(at("model.json")).is(200).json().getString("weightsManifest[0].paths[0]");
        return Integer.parseInt(path.substring(0, path.indexOf('/')));
    }

    private String api(String rest) {
        return "/api/v1/models/" + model + rest;
    }

    private Answer patch(String path, String body) {
        return patch(path, body, "*");
    }

    private Answer patch(String path, String body, String ifMatch) {
        return admin.with("If-Match", ifMatch).send("PATCH", api(path), BodyPublishers.ofString(body), "Content-Type",
                "application/merge-patch+json");
    }

    private Answer sendAny(String path, String body, String type) {
        return admin.with("If-Match", "*").send("PATCH", api(path), BodyPublishers.ofString(body), "Content-Type", type);
    }

    private Answer send(String path, String body, String type) {
        return admin.send("PATCH", api(path), BodyPublishers.ofString(body), "Content-Type", type);
    }
}
