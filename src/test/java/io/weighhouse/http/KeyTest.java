package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;

/** API keys: made, used for no more than was granted, expired, revoked. */
@QuarkusTest
class KeyTest extends HttpSuite {

    private static final String KEYS = "/api/v1/keys";
    private static final String JSON = "application/json";

    @Test
    void aKeyIsShownOnceAndWorksInBothHeaders() throws Exception {
        Answer made = make(admin, grant("suite", "read", "publish"), "P90D").is(201);
        String secret = made.json().getString("secret");
        String id = made.json().getString("id");

        Answer listed = all();

        assertThat(secret).matches("wh_[A-Za-z0-9_-]{48}");
        assertThat(made.header("Cache-Control")).contains("no-store");
        assertThat(made.json().getString("expiresAt")).isNotNull();
        assertThat(made.json().getList("grants")).isEqualTo(List.of(Map.of("namespace", "suite", "permissions",
                List.of("read", "publish"))));
        assertThat(listed.text()).doesNotContain(secret).doesNotContain("\"secret\"").contains(id);
        assertThat(column("select encode(secret_hash, 'escape') from api_key")).noneMatch(hash -> hash.contains(secret));
        stranger.with("X-API-Key", secret).save("/models/" + model, TinyModel.dense(1)).is(201);
        stranger.with("Authorization", "bearer " + secret).get(at("model.json")).is(200);
        assertThat(admin.get("/api/v1/models/" + model + "/versions/1").json().getString("createdBy"))
                .isEqualTo("key:ci:" + id);
        eventually(() -> all().json().getString("items.find { it.id == '" + id + "' }.lastUsedAt") != null);
    }

    @Test
    void theCallerIsToldWhoItIs() {
        String secret = make(admin, grant("suite", "read"), null).is(201).json().getString("secret");

        Answer holder = holder(secret).get("/api/v1/whoami").is(200);

        assertThat(holder.json().getString("caller")).startsWith("key:ci:");
        assertThat(holder.json().getList("grants")).isEqualTo(List.of(Map.of("namespace", "suite", "permissions",
                List.of("read"))));
        assertThat(admin.get("/api/v1/whoami").is(200).json().getString("caller")).isEqualTo("admin");
        stranger.get("/api/v1/whoami").isProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @CsvSource({ "read,403,403,403,403", "publish,201,404,404,404", "promote,404,200,404,404", "delete,404,404,200,404",
            "admin,201,200,200,200" })
    void eachPermissionAllowsItsOwnAndNoMore(String permission, int publish, int promote, int delete, int admin) {
        save(TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).is(201);
        String api = "/api/v1/models/" + model;
        boolean reads = List.of("read", "admin").contains(permission);

        RegistryClient holder = holder(make(this.admin, grant("suite", permission), null).json().getString("secret"));

        holder.get(at("1/model.json")).is(reads ? 200 : 404);
        holder.get(at("1/model.weights.bin")).is(reads ? 200 : 404);
        holder.get(api).is(reads ? 200 : 404);
        holder.save("/models/" + model, TinyModel.dense(3)).is(publish);
        patch(holder, api, "{\"description\":\"x\"}").is(promote);
        patch(holder, api, "{\"keep\":null}").is(admin);
        patch(holder, api, "{\"visibility\":\"private\"}").is(admin);
        holder.send("DELETE", api + "/versions/1", BodyPublishers.noBody()).is(delete);
        holder.send("PUT", "/api/v1/namespaces/suite", BodyPublishers.ofString("{\"description\":null}"), "Content-Type", JSON)
                .is(admin == 200 ? 200 : 403);
    }

    @Test
    void aPublisherMovesNoAliasWithoutPromote() throws Exception {
        RegistryClient publisher = holder("publish", "read");
        RegistryClient promoter = holder("publish", "promote");

        publisher.save("/models/" + model + "?alias=p", TinyModel.dense(1)).isProblem(403, "forbidden");

        assertThat(versions()).isZero();
        publisher.save("/models/" + model, TinyModel.dense(1)).is(201);
        promoter.save("/models/" + model + "?alias=p", TinyModel.dense(1)).is(200);
    }

    @Test
    void anotherNamespacesKeySeesNothing() {
        save(TinyModel.dense(1)).is(201);
        RegistryClient other = holder(make(admin, grant("elsewhere", "admin"), null).json().getString("secret"));

        Answer there = other.get(at("model.json")).isProblem(404, "not-found");
        Answer absent = other.get(at("model.json").replace(model, model + "x")).isProblem(404, "not-found");

        assertThat(there.text()).isEqualTo(absent.text().replace(model + "x", model));
        assertThat(other.get("/api/v1/models?namespace=suite").is(200).text()).doesNotContain(model);
        assertThat(admin.get("/api/v1/models?namespace=suite").is(200).text()).contains(model);
        other.get("/api/v1/namespaces/suite").isProblem(404, "not-found");
        assertThat(other.get("/api/v1/namespaces").is(200).text()).doesNotContain("\"suite\"");
    }

    @Test
    void whoMayReadANamespaceFindsItsModels() {
        save(TinyModel.dense(1)).is(201);

        RegistryClient reader = holder("read");

        assertThat(reader.get("/api/v1/models?q=" + model.substring(model.indexOf('/') + 1)).is(200).json()
                .getList("items.model")).contains(model);
        assertThat(reader.get("/api/v1/namespaces").is(200).json().getList("items.namespace")).containsExactly("suite");
    }

    @Test
    void nobodyGivesWhatTheyDoNotAdminister() {
        RegistryClient suite = holder("admin");

        String made = make(suite, grant("suite", "read"), null).is(201).json().getString("id");

        make(suite, grant("*", "read"), null).isProblem(403, "forbidden");
        make(suite, grant("elsewhere", "read"), null).isProblem(403, "forbidden");
        make(holder("read", "publish", "promote", "delete"), grant("suite", "read"), null).isProblem(403, "forbidden");
        make(stranger, grant("suite", "read"), null).isProblem(401, "unauthenticated");
        String everywhere = make(admin, grant("*", "read"), null).is(201).json().getString("id");
        assertThat(suite.get(KEYS + "?limit=200").is(200).text()).contains(made).doesNotContain(everywhere);
        suite.send("DELETE", KEYS + "/" + everywhere, BodyPublishers.noBody()).isProblem(404, "not-found");
        suite.send("DELETE", KEYS + "/" + made, BodyPublishers.noBody()).is(204);
        suite.send("DELETE", KEYS + "/" + made, BodyPublishers.noBody()).isProblem(404, "not-found");
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce() {
        Answer made = make(admin, grant("suite", "read"), null).is(201);
        RegistryClient holder = holder(made.json().getString("secret"));
        holder.get("/api/v1/whoami").is(200);

        admin.send("DELETE", KEYS + "/" + made.json().getString("id"), BodyPublishers.noBody()).is(204);

        Answer refused = holder.get("/api/v1/whoami").isProblem(401, "unauthenticated");
        assertThat(refused.text()).contains("revoked");
        assertThat(refused.header("WWW-Authenticate")).contains("Bearer");
        assertThat(all().text()).doesNotContain(made.json().getString("id"));
    }

    @Test
    void anExpiredKeyIsRefused() throws Exception {
        String secret = make(admin, grant("suite", "read"), "PT1S").is(201).json().getString("secret");

        eventually(() -> holder(secret).get("/api/v1/whoami").status() == 401);

        assertThat(holder(secret).get("/api/v1/whoami").isProblem(401, "unauthenticated").text()).contains("expired");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = { "{};/grants", "{\"name\":\"a\",\"grants\":[]};/grants",
            "{\"name\":\"a\",\"grants\":[1]};/grants",
            "{\"name\":\"a\",\"grants\":[{\"namespace\":\"A\",\"permissions\":[\"read\"]}]};/grants/0/namespace",
            "{\"name\":\"a\",\"grants\":[{\"namespace\":\"a\",\"permissions\":[]}]};/grants/0/permissions",
            "{\"name\":\"a\",\"grants\":[{\"namespace\":\"a\",\"permissions\":[\"write\"]}]};/grants/0/permissions",
            "{\"name\":\"\",\"grants\":[{\"namespace\":\"a\",\"permissions\":[\"read\"]}]};/name",
            "{\"name\":\"a\",\"grants\":[{\"namespace\":\"a\",\"permissions\":[\"read\"]}],\"expiresIn\":\"x\"};/expiresIn",
            "{\"name\":\"a\",\"grants\":[{\"namespace\":\"a\",\"permissions\":[\"read\"]}],\"expiresIn\":\"-PT1S\"};/expiresIn",
            "{\"name\":\"a\",\"grants\":[{\"namespace\":\"a\",\"permissions\":[\"read\"]}],\"expiresIn\":\"P900Y\"};/expiresIn",
            "{\"secret\":\"wh_mine\"};/secret" })
    void aKeyThatMakesNoSenseIsRefused(String body, String pointer) {
        Answer refused = admin.send("POST", KEYS, BodyPublishers.ofString(body), "Content-Type", JSON);

        refused.isProblem(400, pointer.endsWith("/namespace") ? "invalid-name" : "malformed-request");
        assertThat(refused.json().getString("pointer")).isEqualTo(pointer);
    }

    @Test
    void aRouteThatStatesNothingIsClosedToEverybody() {
        admin.get(UnstatedResource.PATH).isProblem(403, "forbidden");
        stranger.get(UnstatedResource.PATH).isProblem(403, "forbidden");
    }

    @Test
    void aMistypedKeyIsNoKey() {
        String secret = make(admin, grant("suite", "read"), null).is(201).json().getString("secret");
        char last = secret.charAt(20);
        String mistyped = secret.substring(0, 20) + (last == 'A' ? 'B' : 'A') + secret.substring(21);

        holder(mistyped).get("/api/v1/whoami").isProblem(401, "unauthenticated");
        holder(secret).with("X-API-Key", mistyped).get("/api/v1/whoami").isProblem(400, "ambiguous-credentials");
        holder(secret).with("X-API-Key", secret).get("/api/v1/whoami").is(200);
    }

    private RegistryClient holder(String first, String... more) {
        return more.length == 0 && first.startsWith("wh_") ? stranger.with("Authorization", "Bearer " + first)
                : holder(make(admin, grant("suite", Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new)),
                        null).is(201).json().getString("secret"));
    }

    private static String grant(String namespace, String... permissions) {
        return "[{\"namespace\":\"" + namespace + "\",\"permissions\":[\"" + String.join("\",\"", permissions) + "\"]}]";
    }

    private static Answer make(RegistryClient by, String grants, String expiresIn) {
        String lifetime = expiresIn == null ? "" : ",\"expiresIn\":\"" + expiresIn + "\"";
        return by.send("POST", KEYS, BodyPublishers.ofString("{\"name\":\"ci\",\"grants\":" + grants + lifetime + "}"),
                "Content-Type", JSON);
    }

    private static Answer patch(RegistryClient by, String path, String body) {
        return by.send("PATCH", path, BodyPublishers.ofString(body), "Content-Type", JSON, "If-Match", "*");
    }

    /** Keys live as long as the database of all tests. */
    private Answer all() {
        return admin.get(KEYS + "?limit=200").is(200);
    }
}
