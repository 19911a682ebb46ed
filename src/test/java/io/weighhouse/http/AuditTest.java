package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.path.json.JsonPath;
import io.weighhouse.catalog.database.ReadAudit;

/** Who did what when, of every change; and who may read it. */
@QuarkusTest
class AuditTest extends HttpSuite {

    private static final String AUDIT = "/api/v1/audit";

    @Inject
    ReadAudit audit;

    private String namespace;

    @BeforeEach
    void ownNamespace() {
        namespace = model.replace("suite/", "");
        model = namespace + "/m";
    }

    @Test
    void everyChangeIsWrittenDown() throws Throwable {
        String api = "/api/v1/models/" + model;
        admin.save("/models/" + model + "?alias=a", TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).is(201);
        save(TinyModel.dense(3)).is(201);
        save(TinyModel.dense(3)).is(200);
        change("PUT", api + "/aliases/a", "{\"version\":2}").is(200);
        change("PATCH", api, "{\"description\":\"x\"}").is(200);
        change("PATCH", api + "/versions/2", "{\"description\":\"x\"}").is(200);
        change("DELETE", api + "/aliases/a", "").is(204);
        change("DELETE", api + "/versions/1", "").is(200);
        change("PATCH", api, "{\"keep\":1}").is(200);
        VertxContextSupport.subscribeAndAwait(cleanUp::run);
        change("PUT", "/api/v1/namespaces/" + namespace, "{\"description\":\"x\"}").is(200);
        String key = makeKey("read");
        change("DELETE", "/api/v1/keys/" + key, "").is(204);
        change("DELETE", api, "").is(200);
        change("DELETE", "/api/v1/namespaces/" + namespace, "").is(200);
        admin.send("PUT", "/api/v1/namespaces/" + namespace, BodyPublishers.ofString("{\"description\":\"y\"}"),
                "Content-Type", "application/json").is(201);

        JsonPath page = read("?namespace=" + namespace);

        List<String> told = new ArrayList<>();
        for (int index = page.getList("items").size() - 1; index >= 0; index--) {
            String at = "items[" + index + "].";
            told.add(page.getString(at + "who") + " " + page.getString(at + "action") + " " + page.getString(at + "target"));
        }
        assertThat(told).containsExactly("admin create " + namespace, "admin publish " + model + "/1",
                "admin move-alias " + model + "/@a 1", "admin publish " + model + "/2", "admin publish " + model + "/3",
                "admin move-alias " + model + "/@a 2", "admin describe " + model, "admin describe " + model + "/2",
                "admin remove-alias " + model + "/@a", "admin delete " + model + "/1", "admin describe " + model,
                "clean-up retain " + model + "/2", "admin describe " + namespace, "admin create-key " + key,
                "admin revoke-key " + key, "admin delete " + model, "admin delete " + namespace, "admin create " + namespace);
        assertThat(page.getMap("items[0]")).containsOnlyKeys("at", "who", "action", "target", "from")
                .containsEntry("from", "127.0.0.1");
        assertThat(page.getString("items.find { it.action == 'retain' }.from")).isEmpty();
    }

    @Test
    void aChangeThatIsRefusedIsNotWrittenDown() throws Exception {
        stranger.save("/models/" + model, TinyModel.dense(1)).is(401);
        admin.save("/models/" + model, TinyModel.dense(1).truncatedBy(4)).is(422);

        assertThat(read("?namespace=" + namespace).getList("items")).isEmpty();
    }

    @Test
    void filtersAndPagesGoTogether() {
        for (int seed = 1; seed <= 5; seed++) {
            save(TinyModel.dense(seed)).is(201);
        }
        admin.save("/models/" + namespace + "/other", TinyModel.dense(1)).is(201);

        List<String> targets = new ArrayList<>();
        String next = "";
        for (JsonPath page; next != null; targets.addAll(page.getList("items.target"))) {
            page = read("?model=" + model + "&action=publish&who=admin&limit=2" + (next.isEmpty() ? "" : "&after=" + next));
            next = page.getString("next");
        }
        String third = read("?model=" + model).getString("items.find { it.target == '" + model + "/3' }.at");

        assertThat(targets).containsExactly(model + "/5", model + "/4", model + "/3", model + "/2", model + "/1");
        assertThat(read("?model=" + model + "&since=" + third).getList("items.target")).contains(model + "/3", model + "/5")
                .doesNotContain(model + "/2");
        assertThat(read("?model=" + model + "&until=" + third).getList("items.target")).contains(model + "/2")
                .doesNotContain(model + "/3");
        assertThat(read("?namespace=" + namespace + "&who=nobody").getList("items")).isEmpty();
    }

    @Test
    void whoAdministersNamespacesSeesTheirEntriesOnly() {
        save(TinyModel.dense(1)).is(201);
        admin.save("/models/" + namespace + "-else/m", TinyModel.dense(1)).is(201);
        RegistryClient administrator = stranger.with("X-API-Key", secret("admin"));

        List<String> seen = administrator.get(AUDIT).is(200).json().getList("items.target");

        assertThat(seen).contains(namespace, model + "/1").noneMatch(target -> target.startsWith(namespace + "-else"));
        assertThat(administrator.get(AUDIT + "?namespace=" + namespace + "-else").is(200).json().getList("items")).isEmpty();
        assertThat(administrator.get(AUDIT + "?namespace=" + namespace).is(200).json().getList("items.target"))
                .isEqualTo(seen);
        stranger.with("X-API-Key", secret("delete")).get(AUDIT).isProblem(403, "forbidden");
        stranger.get(AUDIT).isProblem(401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = { "since=yesterday", "until=2026", "since=-0001-01-01T00:00:00Z", "model=%00", "model=a/b/c",
            "namespace=A", "who=%00", "after=x", "limit=0" })
    void filtersThatMakeNoSenseAreRefused(String filter) {
        assertThat(admin.get(AUDIT + "?" + filter).is(400).json().getString("detail")).isNotBlank();
    }

    @Test
    void entriesGrowAsOldAsTheOperatorWants() throws Throwable {
        save(TinyModel.dense(1)).is(201);
        update("update audit_event set at = at - interval '400 days' where target = '" + model + "/1'");

        VertxContextSupport.subscribeAndAwait(() -> audit.forget(Duration.ofDays(365)));

        assertThat(read("?namespace=" + namespace).getList("items.target")).containsExactly(namespace);
    }

    @Test
    void noEntryHoldsASecret() throws Exception {
        String secret = secret("read");

        assertThat(new HashSet<>(column("select e::text from audit_event e"))).noneMatch(entry -> entry.contains(secret))
                .noneMatch(entry -> entry.contains("wh_"));
    }

    private JsonPath read(String query) {
        return admin.get(AUDIT + query).is(200).json();
    }

    private Answer change(String method, String path, String body) {
        return admin.send(method, path, BodyPublishers.ofString(body), "Content-Type", "application/json", "If-Match", "*");
    }

    private String makeKey(String permission) {
        return key(permission).getString("id");
    }

    private String secret(String permission) {
        return key(permission).getString("secret");
    }

    private JsonPath key(String permission) {
        return admin.send("POST", "/api/v1/keys", BodyPublishers.ofString("{\"name\":\"a\",\"grants\":[{\"namespace\":\""
                + namespace + "\",\"permissions\":[\"" + permission + "\"]}]}"), "Content-Type", "application/json").is(201)
                .json();
    }
}
