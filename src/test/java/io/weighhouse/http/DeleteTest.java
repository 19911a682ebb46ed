package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;

/** The end of versions, models and namespaces, and what becomes of their bytes. */
@QuarkusTest
class DeleteTest extends HttpSuite {

    @Test
    void aDeletedVersionIsGoneAtOnceAndItsBytesSoon() throws Throwable {
        save(TinyModel.dense(100)).is(201);
        save(TinyModel.dense(101).with("labels.txt", TinyModel.bytes(7, 101))).is(201);
        admin.get(at("2/model.json")).is(200);
        admin.get(at("2/model.weights.bin")).is(200);
        long stored = StoreResource.storedKeys().size();

        Answer deleted = delete("/versions/2").is(200);

        assertThat(deleted.text()).isEqualTo("{\"bytesToFree\":47}");
        admin.get(at("2/model.json")).isProblem(410, "deleted");
        admin.get(at("2/model.weights.bin")).isEmpty(410);
        admin.get(at("2/labels.txt")).isEmpty(410);
        delete("/versions/2").isProblem(410, "deleted");
        assertThat(admin.get(at("model.json")).is(200).json().getString("weightsManifest[0].paths[0]"))
                .isEqualTo("1/model.weights.bin");
        VertxContextSupport.subscribeAndAwait(cleanUp::run);
        assertThat(StoreResource.storedKeys()).hasSize((int) stored - 2);
        assertThat(save(TinyModel.dense(101)).is(201).json().getInt("version")).isEqualTo(3);
    }

    @Test
    void sharedBytesAreFreedWithTheirLastVersion() throws Throwable {
        String other = "/models/" + model + "-other";
        save(TinyModel.dense(110)).is(201);
        save(TinyModel.dense(111)).is(201);
        save(TinyModel.dense(110)).is(201);
        admin.save(other, TinyModel.dense(110)).is(201);

        assertThat(delete("/versions/1").is(200).json().getInt("bytesToFree")).isZero();
        assertThat(delete("/versions/2").is(200).json().getInt("bytesToFree")).isEqualTo(40);
        assertThat(delete("/versions/3").is(200).json().getInt("bytesToFree")).isZero();
        assertThat(admin.get(other + "/1/model.weights.bin").is(200).bytes()).isEqualTo(TinyModel.dense(110).content(1));
        assertThat(admin.send("DELETE", "/api/v1" + other, BodyPublishers.noBody()).is(200).json().getInt("bytesToFree"))
                .isEqualTo(40);
    }

    @Test
    void modelFilesGoWithTheirLastVersion() throws Throwable {
        TinyModel own = TinyModel.of(TinyModel.modelFile("\"mine\":\"" + model + "\""));
        String rows = "select count(*) from model_file where convert_from(content, 'UTF8') like '%" + model + "%'";
        save(own).is(201);
        save(TinyModel.dense(1)).is(201);
        save(own).is(201);

        delete("/versions/1").is(200);
        assertThat(count(rows)).isEqualTo(1);
        assertThat(admin.get(at("3/model.json")).is(200).bytes()).isEqualTo(own.content(0));
        delete("/versions/3").is(200);

        assertThat(count(rows)).isZero();
    }

    @Test
    void aVersionThatAliasesNameIsNotDeleted() {
        admin.save("/models/" + model + "?alias=b", TinyModel.dense(1)).is(201);
        admin.save("/models/" + model + "?alias=a", TinyModel.dense(1)).is(200);

        for (String ref : List.of("1", "@a", "@latest")) {
            Answer refused = delete("/versions/" + ref).isProblem(409, "conflict");
            assertThat(refused.json().getList("aliases")).containsExactly("a", "b");
        }
        admin.get(at("1/model.json")).is(200);
        admin.send("DELETE", "/api/v1/models/" + model + "/aliases/a", BodyPublishers.noBody()).is(204);
        assertThat(delete("/versions/1").isProblem(409, "conflict").json().getList("aliases")).containsExactly("b");
        admin.send("DELETE", "/api/v1/models/" + model + "/aliases/b", BodyPublishers.noBody()).is(204);
        delete("/versions/1").is(200);
    }

    @Test
    void anAliasIsNotLedToADeletedVersion() {
        save(TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).is(201);
        delete("/versions/1").is(200);

        admin.with("If-None-Match", "*").send("PUT", "/api/v1/models/" + model + "/aliases/p",
                BodyPublishers.ofString("{\"version\":1}"), "Content-Type", "application/json").isProblem(410, "deleted");
    }

    @Test
    void versionsAreDeletedByAnyRef() {
        String digest = save(TinyModel.dense(1)).is(201).json().getString("digest");
        save(TinyModel.dense(2)).is(201);
        save(TinyModel.dense(1)).is(201);

        delete("/versions/" + digest).is(200);
        admin.get(at("3/model.json")).isProblem(410, "deleted");
        admin.get(at(digest + "/model.weights.bin")).is(200);
        delete("/versions/" + digest).is(200);
        delete("/versions/" + digest).isProblem(404, "not-found");
        admin.get(at(digest + "/model.json")).isProblem(404, "not-found");
        delete("/versions/@latest").is(200);
        delete("/versions/@latest").isProblem(404, "not-found");
        delete("/versions/4").isProblem(404, "not-found");
        delete("/versions/x").isProblem(404, "not-found");
        admin.get(at("model.json")).isProblem(404, "not-found");
        assertThat(save(TinyModel.dense(2)).is(201).json().getInt("version")).isEqualTo(4);
    }

    @Test
    void aModelGoesWithItsVersionsAndAliasesAndGoesOnCounting() throws Throwable {
        admin.save("/models/" + model + "?alias=p&visibility=public", TinyModel.dense(120)).is(201);
        save(TinyModel.dense(121)).is(201);
        admin.with("If-Match", "*").send("PATCH", "/api/v1/models/" + model,
                BodyPublishers.ofString("{\"description\":\"old\",\"default\":\"p\",\"keep\":1,\"labels\":{\"a\":\"b\"}}"),
                "Content-Type", "application/json").is(200);
        stranger.get(at("1/model.json")).is(200);

        assertThat(delete("").is(200).text()).isEqualTo("{\"bytesToFree\":80}");

        admin.get(at("model.json")).isProblem(404, "not-found");
        admin.get(at("@p/model.json")).isProblem(404, "not-found");
        admin.get(at("1/model.json")).isProblem(410, "deleted");
        admin.get(at("3/model.json")).isProblem(404, "not-found");
        stranger.get(at("model.json")).isProblem(401, "unauthenticated");
        delete("").isProblem(404, "not-found");
        admin.get("/api/v1/models/" + model + "/aliases").isProblem(404, "not-found");
        assertThat(save(TinyModel.dense(121)).is(201).json().getInt("version")).isEqualTo(3);
        stranger.get(at("3/model.json")).isProblem(401, "unauthenticated");
        stranger.get(at("1/model.json")).isProblem(401, "unauthenticated");
        admin.get(at("2/model.json")).isProblem(410, "deleted");
        Answer made = admin.with("If-Match", "*").send("PATCH", "/api/v1/models/" + model, BodyPublishers.ofString("{}"),
                "Content-Type", "application/json").is(200);
        assertThat(made.json().getString("description")).isNull();
        assertThat(made.json().getMap("labels")).isEmpty();
        assertThat(made.json().getString("default")).isEqualTo("latest");
        assertThat(made.json().getString("keep")).isNull();
        assertThat(made.json().getInt("versions")).isEqualTo(1);
        assertThat(admin.get("/api/v1/models/" + model + "/aliases").is(200).json().getList("items")).isEmpty();
        assertThat(admin.get("/api/v1/models/" + model + "/aliases/p/history").json().getList("items.version"))
                .containsExactly(null, 1);
    }

    @Test
    void strangersLearnNothingOfWhatIsDeleted() {
        save(TinyModel.dense(1)).is(201);
        delete("/versions/1").is(200);

        stranger.get(at("1/model.json")).isProblem(401, "unauthenticated");
        stranger.get(at("1/model.weights.bin")).isEmpty(401);
        for (String path : List.of("", "/versions/1", "-none", "/versions/7")) {
            stranger.send("DELETE", "/api/v1/models/" + model + path, BodyPublishers.noBody())
                    .isProblem(401, "unauthenticated");
        }
    }

    @Test
    void deletionsAreAudited() throws Throwable {
        save(TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).is(201);
        delete("/versions/1").is(200);
        delete("").is(200);

        assertThat(column("select target from audit_event where action = 'delete' and target like '" + model + "%'"))
                .containsExactly(model, model + "/1");
    }

    @Test
    void onlyAnEmptyNamespaceIsDeleted() {
        String namespace = "/api/v1/namespaces/" + model.substring(model.indexOf('/') + 1);
        String inside = namespace.replace("/api/v1/namespaces", "/models") + "/a";
        assertThat(put(namespace, "{\"description\":\"mine\"}").is(201).text()).isEqualTo("{\"namespace\":\""
                + namespace.substring(19) + "\",\"description\":\"mine\",\"bytesUsed\":0,\"bytesQuota\":null}");
        admin.save(inside, TinyModel.dense(130)).is(201);

        assertThat(admin.get(namespace).is(200).json().getInt("bytesUsed")).isEqualTo(40);
        admin.send("DELETE", namespace, BodyPublishers.noBody()).isProblem(409, "conflict");
        admin.send("DELETE", "/api/v1" + inside, BodyPublishers.noBody()).is(200);
        assertThat(admin.send("DELETE", namespace, BodyPublishers.noBody()).is(200).json().getInt("bytesToFree")).isZero();

        admin.get(namespace).isProblem(404, "not-found");
        admin.send("DELETE", namespace, BodyPublishers.noBody()).isProblem(404, "not-found");
        assertThat(admin.save(inside, TinyModel.dense(130)).is(201).json().getInt("version")).isEqualTo(2);
        assertThat(admin.get(namespace).is(200).json().getString("description")).isNull();
    }

    @Test
    void namespacesAreDescribedUnderTheirTag() {
        String namespace = "/api/v1/namespaces/" + model.substring(model.indexOf('/') + 1);
        String tag = put(namespace, "{}").is(201).header("ETag").orElseThrow();

        put(namespace, "{\"description\":\"a\"}", "If-None-Match", "*").isProblem(412, "precondition-failed");
        put(namespace, "{\"description\":\"a\"}", "If-Match", tag).is(200);
        put(namespace, "{\"description\":\"b\"}", "If-Match", tag).isProblem(412, "precondition-failed");
        put(namespace + "-none", "{}", "If-Match", "*").isProblem(412, "precondition-failed");
        put(namespace, "{\"description\":7}").isProblem(400, "malformed-request");
        put(namespace, "{\"bytesUsed\":7}").isProblem(400, "malformed-request");
        put(namespace, "[]").isProblem(400, "malformed-request");
        put("/api/v1/namespaces/models", "{}").isProblem(400, "invalid-name");
        put("/api/v1/namespaces/Upper", "{}").isProblem(400, "invalid-name");
        admin.send("PUT", namespace, BodyPublishers.ofString("{}")).isProblem(415, "unsupported-media-type");
        admin.send("DELETE", namespace, BodyPublishers.noBody(), "If-Match", tag).isProblem(412, "precondition-failed");
        admin.get(namespace + "-none").isProblem(404, "not-found");
        stranger.get(namespace).isProblem(401, "unauthenticated");
        stranger.send("PUT", namespace, BodyPublishers.ofString("{}"), "Content-Type", "application/json")
                .isProblem(401, "unauthenticated");
        stranger.send("DELETE", namespace, BodyPublishers.noBody()).isProblem(401, "unauthenticated");
        assertThat(admin.get(namespace).json().getString("description")).isEqualTo("a");
    }

    @Test
    void methodsThatAreNotThereAreToldWhichAre() {
        for (String path : List.of("/api/v1/models/" + model, "/api/v1/models/" + model + "/versions/1")) {
            assertThat(admin.send("PUT", path, BodyPublishers.noBody()).isProblem(405, "method-not-allowed").header("Allow"))
                    .contains("GET, HEAD, PATCH, DELETE");
        }
        assertThat(admin.send("POST", "/api/v1/namespaces/x", BodyPublishers.noBody()).isProblem(405, "method-not-allowed")
                .header("Allow")).contains("GET, HEAD, PUT, DELETE");
    }

    private Answer put(String path, String body, String... headers) {
        RegistryClient client = admin.with("Content-Type", "application/json");
        return client.send("PUT", path, BodyPublishers.ofString(body), headers);
    }

    private Answer delete(String path) {
        return admin.send("DELETE", "/api/v1/models/" + model + path, BodyPublishers.noBody());
    }
}
