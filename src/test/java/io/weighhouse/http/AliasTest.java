package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** Aliases: names that move, with compare-and-set, and never forget where they were. */
@QuarkusTest
class AliasTest extends HttpSuite {

    private static final String NEW = "If-None-Match: *";
    private static final String ANY = "If-Match: *";

    @Test
    void isCreatedMovedAndReadUnderItsTag() {
        saveTwo();

        Answer created = put("production", "{\"version\":1}", NEW).is(201);
        String tag = created.header("ETag").orElseThrow();
        Answer read = admin.get(alias("production")).is(200);
        Answer moved = put("production", "{\"version\":2}", "If-Match: " + tag).is(200);

        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(read.text()).isEqualTo(created.text());
        assertThat(read.header("ETag")).contains(tag);
        assertThat(created.json().getString("alias")).isEqualTo("production");
        assertThat(created.json().getInt("version")).isEqualTo(1);
        assertThat(created.json().getString("movedBy")).isEqualTo("admin");
        assertThat(created.json().getString("movedAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
        assertThat(moved.json().getInt("version")).isEqualTo(2);
        assertThat(moved.header("ETag").orElseThrow()).isNotEqualTo(tag);
        admin.get(alias("production"), "If-None-Match", tag).is(200);
        admin.get(alias("production"), "If-None-Match", moved.header("ETag").orElseThrow()).isEmpty(304);
    }

    @Test
    void isNeverMovedByAccident() {
        saveTwo();
        String stale = put("p", "{\"version\":1}", NEW).is(201).header("ETag").orElseThrow();
        put("p", "{\"version\":2}", ANY).is(200);

        put("p", "{\"version\":1}").isProblem(428, "precondition-required");
        put("p", "{\"version\":1}", "If-None-Match: \"x\"").isProblem(428, "precondition-required");
        put("p", "{\"version\":1}", NEW).isProblem(412, "precondition-failed");
        put("p", "{\"version\":1}", "If-Match: " + stale).isProblem(412, "precondition-failed");
        put("p", "{\"version\":1}", "If-Match: nonsense").isProblem(412, "precondition-failed");
        put("q", "{\"version\":1}", ANY).isProblem(412, "precondition-failed");
        put("q", "{\"version\":1}", "If-Match: " + stale).isProblem(412, "precondition-failed");
        String current = admin.get(alias("p")).header("ETag").orElseThrow();
        put("p", "{\"version\":1}", "If-Match: W/" + current).isProblem(412, "precondition-failed");
        put("p", "{\"version\":1}", "If-Match: " + current, NEW).isProblem(412, "precondition-failed");

        assertThat(admin.get(alias("p")).json().getInt("version")).isEqualTo(2);
        put("p", "{\"version\":1}", "If-Match: \"other\", " + current).is(200);
    }

    @Test
    void aPreconditionCountsMoreThanTheBody() {
        saveTwo();
        put("p", "{\"version\":1}", NEW).is(201);

        put("p", "nonsense", NEW).isProblem(412, "precondition-failed");
        put("p", "nonsense").isProblem(428, "precondition-required");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "nonsense", "[]", "7", "null", "{}", "{\"version\":null}", "{\"version\":\"1\"}",
            "{\"version\":0}", "{\"version\":-1}", "{\"version\":1.0}", "{\"version\":1.5}", "{\"version\":4294967297}",
            "{\"version\":1e400}", "{\"version\":1,\"version\":1}", "{\"version\":1,\"colour\":1}", "{\"version\":1}}",
            "{\"version\":1} x", "{\"version\":[[[[" })
    void aBodyThatIsNoVersionIsRefused(String body) {
        saveTwo();

        put("p", body, NEW).isProblem(400, "malformed-request");

        admin.get(alias("p")).isProblem(404, "not-found");
    }

    @Test
    void faultsAreToldByPointer() {
        saveTwo();

        assertThat(put("p", "{\"version\":\"1\"}", NEW).json().getString("pointer")).isEqualTo("/version");
        assertThat(put("p", "{\"version\":1,\"a/b~\":1}", NEW).json().getString("pointer")).isEqualTo("/a~1b~0");
    }

    @Test
    void namesOnlyVersionsThatAreThere() {
        saveTwo();

        put("p", "{\"version\":3}", NEW).isProblem(404, "not-found");
        put("p", "{\"version\":999999999}", NEW).isProblem(404, "not-found");
        admin.send("PUT", "/api/v1/models/suite/none/aliases/p", BodyPublishers.ofString("{\"version\":1}"), "Content-Type",
                "application/json", "If-None-Match", "*").isProblem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = { "latest", "Upper", "-a", ".a", "a%20b", "a%C3%A9" })
    void namesThatBreakTheRuleAreRefused(String name) {
        saveTwo();

        put(name, "{\"version\":1}", NEW).isProblem(400, "invalid-name");
        admin.get(alias(name)).isProblem(400, "invalid-name");
        admin.send("DELETE", alias(name), BodyPublishers.noBody()).isProblem(400, "invalid-name");
        put("a".repeat(64), "{\"version\":1}", NEW).isProblem(400, "invalid-name");
        put("a".repeat(63), "{\"version\":1}", NEW).is(201);
    }

    @Test
    void otherTypesOfBodiesAreRefusedBeforeTheyAreRead() {
        saveTwo();
        for (String type : List.of("text/plain", "application/jsonx", "multipart/form-data; boundary=x")) {
            admin.send("PUT", alias("p"), BodyPublishers.ofString("{\"version\":1}"), "Content-Type", type, "If-Match", "*")
                    .isProblem(415, "unsupported-media-type");
        }
        admin.send("PUT", alias("p"), BodyPublishers.ofString("{\"version\":1}"), "If-Match", "*")
                .isProblem(415, "unsupported-media-type");
        put("p", "{\"version\":" + " ".repeat(300_000) + "1}", NEW).isProblem(413, "too-large");
        admin.send("PUT", alias("p"), BodyPublishers.ofString("{\"version\":1}"), "Content-Type",
                "Application/JSON; charset=utf-8", "If-None-Match", "*").is(201);
    }

    @Test
    void historyKeepsEveryMoveAndRemoval() {
        saveTwo();
        put("p", "{\"version\":1}", NEW).is(201);
        put("p", "{\"version\":2}", ANY).is(200);
        put("p", "{\"version\":2}", ANY).is(200);
        admin.send("DELETE", alias("p"), BodyPublishers.noBody()).isEmpty(204);
        put("p", "{\"version\":1}", NEW).is(201);

        Answer history = admin.get(alias("p") + "/history").is(200);

        assertThat(history.json().getList("items.version")).containsExactly(1, null, 2, 1);
        assertThat(history.json().getList("items.from")).containsExactly(null, 2, 1, null);
        assertThat(history.json().getList("items.alias")).containsOnly("p");
        assertThat(history.json().getList("items.movedBy")).containsOnly("admin");
        assertThat(history.json().getString("next")).isNull();
    }

    @Test
    void historyComesInPages() {
        saveTwo();
        put("p", "{\"version\":1}", NEW).is(201);
        for (int move = 0; move < 4; move++) {
            put("p", "{\"version\":" + (2 - move % 2) + "}", ANY).is(200);
        }

        Answer first = admin.get(alias("p") + "/history?limit=2").is(200);
        put("p", "{\"version\":2}", ANY).is(200);
        Answer second = admin.get(alias("p") + "/history?limit=2&after=" + first.json().getString("next")).is(200);
        Answer third = admin.get(alias("p") + "/history?limit=2&after=" + second.json().getString("next")).is(200);

        assertThat(first.json().getList("items.version")).containsExactly(1, 2);
        assertThat(second.json().getList("items.version")).containsExactly(1, 2);
        assertThat(third.json().getList("items.version")).containsExactly(1);
        assertThat(third.json().getString("next")).isNull();
    }

    @Test
    void aRemovedAliasIsGoneButForItsHistory() {
        saveTwo();
        String tag = put("p", "{\"version\":1}", NEW).is(201).header("ETag").orElseThrow();
        put("p", "{\"version\":2}", ANY).is(200);

        admin.send("DELETE", alias("p"), BodyPublishers.noBody(), "If-Match", tag).isProblem(412, "precondition-failed");
        admin.send("DELETE", alias("p"), BodyPublishers.noBody(), "If-Match", "*").isEmpty(204);

        admin.send("DELETE", alias("p"), BodyPublishers.noBody()).isProblem(404, "not-found");
        admin.get(alias("p")).isProblem(404, "not-found");
        admin.get(at("@p/model.json")).isProblem(404, "not-found");
        admin.get(alias("p") + "/history").is(200);
        admin.get(alias("never") + "/history").isProblem(404, "not-found");
    }

    @Test
    void aliasesAreListedByName() {
        saveTwo();
        for (String name : List.of("c", "a", "b")) {
            put(name, "{\"version\":1}", NEW).is(201);
        }

        Answer first = admin.get("/api/v1/models/" + model + "/aliases?limit=2").is(200);
        Answer second = admin.get("/api/v1/models/" + model + "/aliases?limit=2&after=" + first.json().getString("next"));

        assertThat(first.json().getList("items.alias")).containsExactly("a", "b");
        assertThat(second.json().getList("items.alias")).containsExactly("c");
        assertThat(second.json().getString("next")).isNull();
        for (String query : List.of("limit=0", "limit=201", "limit=x", "after=%25", "after=!")) {
            admin.get("/api/v1/models/" + model + "/aliases?" + query).isProblem(400, "malformed-request");
        }
        admin.get(alias("a") + "/history?after=YWJj").isProblem(400, "malformed-request");
    }

    @Test
    void strangersReadThoseOfPublicModelsAndMoveNone() {
        admin.save("/models/" + model + "?visibility=public&alias=p", TinyModel.dense(1)).is(201);
        String hidden = "/api/v1/models/suite/hidden-aliases/aliases/p";
        admin.save("/models/suite/hidden-aliases?alias=p", TinyModel.dense(1)).is(201);

        stranger.get(alias("p")).is(200);
        stranger.get(alias("p") + "/history").is(200);
        stranger.get(hidden).isProblem(401, "unauthenticated");
        stranger.get("/api/v1/models/suite/no-such/aliases").isProblem(401, "unauthenticated");
        for (String path : List.of(alias("p"), hidden)) {
            stranger.send("PUT", path, BodyPublishers.ofString("{\"version\":1}"), "Content-Type", "application/json",
                    "If-Match", "*").isProblem(401, "unauthenticated");
            stranger.send("DELETE", path, BodyPublishers.noBody()).isProblem(401, "unauthenticated");
        }
    }

    @Test
    void otherMethodsAreToldWhichThereAre() {
        saveTwo();
        Answer post = admin.send("POST", alias("p"), BodyPublishers.ofString("{}")).isProblem(405, "method-not-allowed");

        assertThat(post.header("Allow")).contains("GET, HEAD, PUT, DELETE");
        assertThat(admin.send("PUT", "/api/v1/models/" + model + "/aliases", BodyPublishers.ofString("{}"))
                .isProblem(405, "method-not-allowed").header("Allow")).contains("GET, HEAD");
        assertThat(admin.head("/api/v1/models/" + model + "/aliases").is(200).bytes()).isEmpty();
    }

    @Test
    void loadsFollowAnAliasToItsNumberedVersion() {
        save(TinyModel.dense(1).with("labels.txt", new byte[] { '1' })).is(201);
        save(TinyModel.dense(2).with("labels.txt", new byte[] { '2' })).is(201);
        put("p", "{\"version\":1}", NEW).is(201);

        Answer modelFile = admin.get(at("@p/model.json")).is(200);

        assertThat(modelFile.json().getString("weightsManifest[0].paths[0]")).isEqualTo("../1/model.weights.bin");
        assertThat(modelFile.header("Cache-Control")).contains("no-cache");
        assertThat(admin.get(at("@p/labels.txt")).is(200).text()).isEqualTo("1");
        admin.get(at("@p/model.weights.bin")).isEmpty(404);
        put("p", "{\"version\":2}", ANY).is(200);
        assertThat(admin.get(at("@p/labels.txt")).is(200).text()).isEqualTo("2");
        assertThat(admin.get(at("@p/model.json")).json().getString("weightsManifest[0].paths[0]"))
                .isEqualTo("../2/model.weights.bin");
        admin.get(at("@q/model.json")).isProblem(404, "not-found");
        admin.get(at("@P/model.json")).isProblem(404, "not-found");
    }

    @Test
    void everyMoveIsAudited() throws Exception {
        saveTwo();
        put("p", "{\"version\":1}", NEW).is(201);
        admin.send("DELETE", alias("p"), BodyPublishers.noBody()).isEmpty(204);

        assertThat(column("select action || ' ' || target from audit_event where target like '" + model + "/@%'"))
                .containsExactly("move-alias " + model + "/@p 1", "remove-alias " + model + "/@p");
    }

    private void saveTwo() {
        save(TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).is(201);
    }

    private String alias(String name) {
        return "/api/v1/models/" + model + "/aliases/" + name;
    }

    private Answer put(String name, String body, String... headers) {
        RegistryClient client = admin.with("Content-Type", "application/json");
        for (String header : headers) {
            client = client.with(header.split(": ", 2)[0], header.split(": ", 2)[1]);
        }
        return client.send("PUT", alias(name), BodyPublishers.ofString(body));
    }
}
