package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** Links open what they name, for as long as they live, and nothing else. */
@QuarkusTest
class LinkTest extends HttpSuite {

    private static final String JSON = "application/json";
    private static final byte[] LABELS = "cat\ndog\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void aLinkLoadsAllOfItsVersion() {
        save(TinyModel.dense(1).with("labels.txt", LABELS)).is(201);
        save(TinyModel.dense(2)).is(201);

        Answer made = make(admin, "/versions/1/links", "PT1H").is(201);

        String link = made.json().getString("load");
        String t = tokenOf(link);
        Answer modelFile = stranger.get(link).is(200);
        assertThat(link).isEqualTo(base.resolve(at("1/model.json?t=" + t)).toString());
        assertThat(t).matches("whl_[A-Za-z0-9_-]+");
        assertThat(made.header("Cache-Control")).contains("no-store");
        assertThat(modelFile.bytes()).isEqualTo(TinyModel.dense(1).content(0));
        assertThat(modelFile.header("Cache-Control")).contains("private, max-age=31536000, immutable");
        assertThat(modelFile.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(modelFile.response().headers().map().toString()).doesNotContain(t);
        assertThat(stranger.get(at("1/model.weights.bin?t=" + t)).is(200).bytes()).isEqualTo(TinyModel.dense(1).content(1));
        assertThat(stranger.get(at("1/labels.txt?x=%25&t=" + t)).is(200).bytes()).isEqualTo(LABELS);
        stranger.head(at("1/model.weights.bin?t=" + t)).is(200);
        stranger.get(at("1/model.weights.bin?t=" + t), "Range", "bytes=0-1").is(206);
        stranger.get(link, "If-None-Match", modelFile.header("ETag").orElseThrow()).is(304);
        stranger.get(at("1/bundle.zip?t=" + t)).is(200);
        stranger.get(at("1/artifacts.json?t=" + t)).is(200);
        stranger.get(at(digestOf("1") + "/model.json?t=" + t)).is(200);
    }

    @Test
    void aVersionsLinkOpensNothingElse() {
        save(TinyModel.dense(1)).is(201);
        admin.save("/models/" + model + "?alias=p", TinyModel.dense(2)).is(201);
        admin.save("/models/" + model + "-other", TinyModel.dense(1)).is(201);
        String t = tokenOf(make(admin, "/versions/1/links", "PT1H").json().getString("load"));
        String api = "/api/v1/models/" + model;

        List.of("2/model.json", "model.json", "@latest/model.json", "@p/model.json", "3/model.json", "2/bundle.zip",
                digestOf("2") + "/model.json")
                .forEach(file -> stranger.get(at(file + "?t=" + t)).isProblem(404, "not-found"));
        stranger.get(at("2/model.weights.bin?t=" + t)).isEmpty(404);
        stranger.get("/models/" + model + "-other/1/model.json?t=" + t).isProblem(404, "not-found");
        stranger.get("/download/" + model + "/model.json?t=" + t).isProblem(404, "not-found");
        List.of(api, api + "/versions", api + "/versions/1", api + "/versions/1/topology", api + "/links",
                "/api/v1/whoami").forEach(path -> stranger.get(path + "?t=" + t).isProblem(401, "unauthenticated"));
        assertThat(stranger.get("/api/v1/models?t=" + t).is(200).text()).doesNotContain(model);
        stranger.save("/models/" + model + "?t=" + t, TinyModel.dense(3)).isProblem(403, "forbidden");
        stranger.save("/models/" + model + "-new?t=" + t, TinyModel.dense(3)).isProblem(404, "not-found");
        stranger.send("POST", api + "/versions/1/links?t=" + t, BodyPublishers.ofString("{\"expiresIn\":\"PT1H\"}"),
                "Content-Type", JSON).isProblem(401, "unauthenticated");
    }

    @Test
    void anAliasesLinkFollowsItAndOpensWhereItStood() {
        admin.save("/models/" + model + "?alias=p", TinyModel.dense(1)).is(201);
        admin.save("/models/" + model + "?alias=p", TinyModel.dense(2)).is(201);
        save(TinyModel.dense(3)).is(201);
        String link = make(admin, "/aliases/p/links", "PT1H").is(201).json().getString("load");
        String t = tokenOf(link);

        assertThat(stranger.get(link).is(200).text()).contains("../2/model.weights.bin").doesNotContain("whl_");
        stranger.get(at("2/model.weights.bin?t=" + t)).is(200);
        stranger.get(at("1/model.weights.bin?t=" + t)).isEmpty(404);
        stranger.get(at("3/model.weights.bin?t=" + t)).isEmpty(404);
        stranger.get(at("@p/bundle.zip?t=" + t)).is(200);
        stranger.get(at("model.json?t=" + t)).isProblem(404, "not-found");

        move("p", 3);

        assertThat(stranger.get(link).is(200).text()).contains("../3/model.weights.bin");
        stranger.get(at("3/model.weights.bin?t=" + t)).is(200);
        stranger.get(at("2/model.weights.bin?t=" + t)).is(200);
        stranger.get(at("1/model.weights.bin?t=" + t)).isEmpty(404);

        admin.send("DELETE", "/api/v1/models/" + model + "/aliases/p", BodyPublishers.noBody(), "If-Match", "*").is(204);

        stranger.get(link).isProblem(404, "not-found");
        stranger.get(at("2/model.weights.bin?t=" + t)).is(200);
    }

    @Test
    void aLinkSavesToItsModelAndNowhereElse() throws Exception {
        save(TinyModel.dense(1)).is(201);
        Answer made = make(admin, "/save-links", "PT1H").is(201);
        String link = made.json().getString("save");
        String t = tokenOf(link);

        Answer saved = stranger.save(link, TinyModel.dense(2)).is(201);

        assertThat(saved.text() + saved.response().headers().map()).doesNotContain("whl_");
        assertThat(admin.get("/api/v1/models/" + model + "/versions/2").json().getString("createdBy"))
                .isEqualTo("link:" + made.json().getString("id"));
        assertThat(column("select who from audit_event where target = '" + model + "/2'"))
                .containsExactly("link:" + made.json().getString("id"));
        stranger.save(at("model.json?t=" + t), TinyModel.dense(3)).is(201);
        stranger.save("/upload?model=" + model + "&t=" + t, TinyModel.dense(4)).is(201);
        stranger.save(link + "&alias=p", TinyModel.dense(5)).isProblem(403, "forbidden");
        stranger.save("/models/" + model + "x?t=" + t, TinyModel.dense(5)).isProblem(404, "not-found");
        stranger.save("/upload?model=" + model + "x&t=" + t, TinyModel.dense(5)).isProblem(404, "not-found");
        stranger.get(at("model.json?t=" + t)).isProblem(404, "not-found");
        stranger.get(at("2/model.json?t=" + t)).isProblem(404, "not-found");
        assertThat(versions()).isEqualTo(4);
    }

    @Test
    void aLinkThatExpiredIsRefused() throws Exception {
        save(TinyModel.dense(1)).is(201);
        String load = make(admin, "/versions/1/links", "PT1S").is(201).json().getString("load");
        String save = make(admin, "/save-links", "PT1S").is(201).json().getString("save");

        eventually(() -> stranger.get(load).status() == 401 && stranger.save(save, TinyModel.dense(1)).status() == 401);

        Answer refused = stranger.get(load).isProblem(401, "unauthenticated");
        assertThat(refused.text()).contains("This link expired at").doesNotContain("whl_");
        assertThat(refused.header("WWW-Authenticate")).contains("Bearer");
        assertThat(refused.header("Access-Control-Allow-Origin")).contains("*");
        assertThat(stranger.save(save, TinyModel.dense(2)).isProblem(401, "unauthenticated").text()).contains("expired");
        stranger.get(load.replace("model.json", "model.weights.bin")).isEmpty(401);
        assertThat(list(admin).json().getList("items")).isEmpty();
    }

    @Test
    void aLinkThatWasTamperedWithIsRefused() {
        save(TinyModel.dense(1)).is(201);
        String t = tokenOf(make(admin, "/versions/1/links", "PT1H").json().getString("load"));
        String tampered = t.substring(0, 20) + (t.charAt(20) == 'A' ? 'B' : 'A') + t.substring(21);

        for (String wrong : List.of(tampered, t.substring(0, t.length() - 1), t + "A", "whl_", "whl_%2f")) {
            Answer there = stranger.get(at("1/model.json?t=" + wrong)).isProblem(401, "unauthenticated");
            Answer absent = stranger.get(at("1/model.json?t=" + wrong).replace(model, model + "x"));
            assertThat(there.text()).contains("This link").isEqualTo(absent.text().replace(model + "x", model));
            stranger.get(at("1/model.weights.bin?t=" + wrong)).isEmpty(401);
        }
        assertThat(stranger.get(at("1/model.json?t=mine")).isProblem(401, "unauthenticated").text())
                .isEqualTo(stranger.get(at("1/model.json")).text());
    }

    @Test
    void aRevokedLinkIsRefusedHereAtOnceAndElsewhereSoon() throws Exception {
        save(TinyModel.dense(1)).is(201);
        Answer here = make(admin, "/versions/1/links", "PT1H").is(201);
        Answer elsewhere = make(admin, "/versions/1/links", "PT1H").is(201);
        stranger.get(here.json().getString("load")).is(200);
        stranger.get(elsewhere.json().getString("load")).is(200);

        admin.send("DELETE", links() + "/" + here.json().getString("id"), BodyPublishers.noBody()).is(204);
        update("update share_link set revoked_at = now() where id = '" + elsewhere.json().getString("id") + "'");
        Instant revoked = Instant.now();

        assertThat(stranger.get(here.json().getString("load")).isProblem(401, "unauthenticated").text())
                .contains("revoked");
        eventually(() -> stranger.get(elsewhere.json().getString("load")).status() == 401);
        assertThat(revoked).isAfter(Instant.now().minus(Duration.ofSeconds(5)));
        admin.send("DELETE", links() + "/" + here.json().getString("id"), BodyPublishers.noBody())
                .isProblem(404, "not-found");
    }

    @Test
    void aRevokedKeyTakesItsLinksAlong() {
        save(TinyModel.dense(1)).is(201);
        Answer key = key("read", "PT2H");
        String load = make(holder(key), "/versions/1/links", "PT1H").is(201).json().getString("load");
        String others = make(admin, "/versions/1/links", "PT1H").is(201).json().getString("load");
        stranger.get(load).is(200);

        admin.send("DELETE", "/api/v1/keys/" + key.json().getString("id"), BodyPublishers.noBody()).is(204);

        stranger.get(load).isProblem(401, "unauthenticated");
        stranger.get(others).is(200);
    }

    @Test
    void aLinkEndsWithTheKeyThatMadeIt() {
        save(TinyModel.dense(1)).is(201);
        Answer key = key("read", "PT1H");

        Answer made = make(holder(key), "/versions/1/links", "PT2H").is(201);

        assertThat(made.json().getString("expiresAt")).isEqualTo(key.json().getString("expiresAt"));
        stranger.get(made.json().getString("load")).is(200);
    }

    @Test
    void aModelMadeAgainIsNotOpenedByItsOldLinks() throws Exception {
        admin.save("/models/" + model + "?alias=p", TinyModel.dense(1)).is(201);
        String version = make(admin, "/versions/1/links", "PT1H").json().getString("load");
        String alias = make(admin, "/aliases/p/links", "PT1H").json().getString("load");
        String save = make(admin, "/save-links", "PT1H").json().getString("save");
        stranger.get(alias).is(200);

        admin.send("DELETE", "/api/v1/models/" + model, BodyPublishers.noBody(), "If-Match", "*").is(200);

        stranger.save(save, TinyModel.dense(9)).isProblem(401, "unauthenticated");
        assertThat(count("select count(*) from model where deleted_at is null and name = '"
                + model.substring(model.indexOf('/') + 1) + "'")).isZero();
        admin.save("/models/" + model + "?alias=p", TinyModel.dense(1)).is(201);
        stranger.get(version).isProblem(401, "unauthenticated");
        stranger.get(alias).isProblem(401, "unauthenticated");
        stranger.save(save, TinyModel.dense(9)).isProblem(401, "unauthenticated");
        assertThat(list(admin).json().getList("items")).isEmpty();
    }

    @Test
    void aSaveByLinkDoesNotMakeAModelAgainThatIsDeletedMeanwhile() throws Exception {
        save(TinyModel.dense(1)).is(201);
        String link = make(admin, "/save-links", "PT1H").json().getString("save");
        byte[] body = TinyModel.dense(2).body();
        int most = body.length - 20;

        try (var connection = new RawConnection(base)) {
            connection.send("POST " + link.substring(link.indexOf("/models/")) + " HTTP/1.1\r\nHost: a\r\nContent-Length: "
                    + body.length + "\r\nContent-Type: " + TinyModel.CONTENT_TYPE + "\r\n\r\n");
            connection.send(Arrays.copyOf(body, most));
            eventually(() -> count("select count(*) from upload_session where model = '" + model + "'") == 1);
            admin.send("DELETE", "/api/v1/models/" + model, BodyPublishers.noBody(), "If-Match", "*").is(200);
            connection.send(Arrays.copyOfRange(body, most, body.length));

            assertThat(connection.receiveSome(Duration.ofSeconds(60))).startsWith("HTTP/1.1 404").contains("was deleted");
        }

        admin.get("/api/v1/models/" + model).isProblem(404, "not-found");
    }

    @Test
    void aLinkToADeletedVersionSaysThatItWasDeleted() {
        save(TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).is(201);
        String load = make(admin, "/versions/1/links", "PT1H").json().getString("load");

        admin.send("DELETE", "/api/v1/models/" + model + "/versions/1", BodyPublishers.noBody(), "If-Match", "*").is(200);

        stranger.get(load).isProblem(410, "deleted");
    }

    @Test
    void whatNeedsNoCredentialsIsNotRefusedForAWrongLink() {
        admin.save("/models/" + model + "?visibility=public", TinyModel.dense(1)).is(201);
        Answer made = make(admin, "/versions/1/links", "PT1H").is(201);
        admin.send("DELETE", links() + "/" + made.json().getString("id"), BodyPublishers.noBody()).is(204);
        String t = tokenOf(made.json().getString("load"));

        for (String any : List.of(t, "whl_wrong", "mine")) {
            stranger.get(at("1/model.json?t=" + any)).is(200);
            stranger.get(at("1/model.weights.bin?t=" + any)).is(200);
        }
        stranger.save("/models/" + model + "?t=" + t, TinyModel.dense(2)).isProblem(401, "unauthenticated");
    }

    @Test
    void aLinkAndAHeaderAreTwoCredentials() {
        save(TinyModel.dense(1)).is(201);
        String load = make(admin, "/versions/1/links", "PT1H").json().getString("load");
        String other = tokenOf(make(admin, "/versions/1/links", "PT1H").json().getString("load"));

        admin.get(load).isProblem(400, "ambiguous-credentials");
        admin.get(load.replace("model.json", "model.weights.bin")).isEmpty(400);
        admin.save("/models/" + model + "?t=" + other, TinyModel.dense(2)).isProblem(400, "ambiguous-credentials");
        stranger.get(load + "&t=" + other).isProblem(400, "ambiguous-credentials");
        stranger.get(load + "&t=" + tokenOf(load) + "&t=mine").is(200);
        admin.get(at("1/model.json?t=mine")).is(200);
        admin.get("/api/v1/models/" + model + "?t=" + other).is(200);
    }

    @ParameterizedTest
    @CsvSource({ "read,201,404", "publish,404,201", "promote,404,404", "delete,404,404", "admin,201,201" })
    void whoMayReadMakesLoadLinksAndWhoMayPublishSaveLinks(String permission, int load, int saves) {
        admin.save("/models/" + model + "?alias=p", TinyModel.dense(1)).is(201);
        RegistryClient holder = holder(key(permission, "PT1H"));

        make(holder, "/versions/1/links", "PT1H").is(load);
        make(holder, "/aliases/p/links", "PT1H").is(load);
        make(holder, "/save-links", "PT1H").is(permission.equals("read") ? 403 : saves);
        make(stranger, "/versions/1/links", "PT1H").isProblem(401, "unauthenticated");
        make(stranger, "/save-links", "PT1H").isProblem(401, "unauthenticated");
    }

    @Test
    void thatAModelIsPublicLetsNobodyMakeLinks() {
        admin.save("/models/" + model + "?visibility=public&alias=p", TinyModel.dense(1)).is(201);

        make(stranger, "/versions/1/links", "PT1H").isProblem(401, "unauthenticated");
        make(holder(key("publish", "PT1H")), "/versions/1/links", "PT1H").isProblem(403, "forbidden");
        make(holder(key("publish", "PT1H")), "/aliases/p/links", "PT1H").isProblem(403, "forbidden");
    }

    @Test
    void everybodySeesTheirOwnLinksAndAdministratorsAll() {
        save(TinyModel.dense(1)).is(201);
        RegistryClient reader = holder(key("read", "PT1H"));
        RegistryClient publisher = holder(key("publish", "PT1H"));
        String own = make(reader, "/versions/1/links", "PT1H").json().getString("id");
        String foreign = make(publisher, "/save-links", "PT1H").json().getString("id");

        Answer all = list(admin).is(200);

        assertThat(all.json().getList("items.id")).containsExactly(own, foreign);
        assertThat(all.json().getList("items.opens")).containsExactly("load", "save");
        assertThat(all.json().getInt("items[0].version")).isEqualTo(1);
        assertThat(all.text()).doesNotContain("whl_");
        assertThat(list(reader).json().getList("items.id")).containsExactly(own);
        assertThat(list(publisher).json().getList("items.id")).containsExactly(foreign);
        assertThat(list(holder(key("read", "PT1H"))).json().getList("items")).isEmpty();
        list(holder(key("publish", "PT1H"))).isProblem(404, "not-found");
        list(stranger).isProblem(401, "unauthenticated");
        String next = admin.get(links() + "?limit=1").json().getString("next");
        assertThat(admin.get(links() + "?limit=1&after=" + next).json().getList("items.id")).containsExactly(foreign);
        admin.get(links() + "?after=x").isProblem(400, "malformed-request");
        reader.get(links() + "/" + own).is(200);
        reader.get(links() + "/" + foreign).isProblem(404, "not-found");
        reader.send("DELETE", links() + "/" + foreign, BodyPublishers.noBody()).isProblem(404, "not-found");
        admin.get(links().replace(model, model + "x") + "/" + own).isProblem(404, "not-found");
        publisher.send("DELETE", links() + "/" + foreign, BodyPublishers.noBody()).is(204);
        admin.send("DELETE", links() + "/" + own, BodyPublishers.noBody()).is(204);
        assertThat(list(admin).json().getList("items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "{}", "{\"expiresIn\":null}", "{\"expiresIn\":\"\"}", "{\"expiresIn\":3600}",
            "{\"expiresIn\":\"PT0S\"}", "{\"expiresIn\":\"P2Y\"}", "{\"expiresIn\":\"PT1H\",\"scope\":\"x\"}", "[]", "{" })
    void aLinkThatMakesNoSenseIsRefused(String body) {
        save(TinyModel.dense(1)).is(201);

        post(admin, "/versions/1/links", body).isProblem(400, "malformed-request");
        post(admin, "/save-links", body).isProblem(400, "malformed-request");
    }

    @Test
    void whatIsNotThereHasNoLinks() {
        make(admin, "/save-links", "PT1H").isProblem(404, "not-found");
        save(TinyModel.dense(1)).is(201);

        make(admin, "/versions/2/links", "PT1H").isProblem(404, "not-found");
        make(admin, "/versions/x/links", "PT1H").isProblem(404, "not-found");
        make(admin, "/aliases/p/links", "PT1H").isProblem(404, "not-found");
        make(admin, "/aliases/latest/links", "PT1H").isProblem(400, "invalid-name");
        make(admin, "/aliases/P/links", "PT1H").isProblem(400, "invalid-name");
        assertThat(admin.get("/api/v1/models/" + model + "/save-links").isProblem(405, "method-not-allowed")
                .header("Allow")).contains("POST");
        admin.get(links() + "/nothing").isProblem(404, "not-found");
    }

    private String digestOf(String version) {
        return admin.get("/api/v1/models/" + model + "/versions/" + version).is(200).json().getString("digest");
    }

    private void move(String alias, int version) {
        admin.send("PUT", "/api/v1/models/" + model + "/aliases/" + alias,
                BodyPublishers.ofString("{\"version\":" + version + "}"), "Content-Type", JSON, "If-Match", "*").is(200);
    }

    private Answer make(RegistryClient by, String what, String lifetime) {
        return post(by, what, "{\"expiresIn\":\"" + lifetime + "\"}");
    }

    private Answer post(RegistryClient by, String what, String body) {
        return by.send("POST", "/api/v1/models/" + model + what, BodyPublishers.ofString(body), "Content-Type", JSON);
    }

    private String links() {
        return "/api/v1/models/" + model + "/links";
    }

    private Answer list(RegistryClient by) {
        return by.get(links());
    }

    private static String tokenOf(String link) {
        return link.substring(link.indexOf("?t=") + "?t=".length());
    }

    private Answer key(String permission, String lifetime) {
        return admin.send("POST", "/api/v1/keys", BodyPublishers.ofString("{\"name\":\"links\",\"expiresIn\":\"" + lifetime
                + "\",\"grants\":[{\"namespace\":\"suite\",\"permissions\":[\"" + permission + "\"]}]}"),
                "Content-Type", JSON).is(201);
    }

    private RegistryClient holder(Answer key) {
        return stranger.with("X-API-Key", key.json().getString("secret"));
    }
}
