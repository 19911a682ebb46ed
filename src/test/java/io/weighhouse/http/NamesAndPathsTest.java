package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.embedded.PostgresResource;

/** Names that break their rule, and paths that could be read in two ways, lead nowhere. */
@QuarkusTest
class NamesAndPathsTest extends HttpSuite {

    @ParameterizedTest
    @ValueSource(strings = { "/models/Vision/mnist", "/models/vision/Mnist", "/models/vision/m%20nist", "/models/vision/-a",
            "/models/vision/a..b", "/models/api/a", "/models/models/a", "/models/problems/a", "/models/q/a",
            "/models/vision/a.json",
            "/models/vision/a.bin", "/models/vision/a.zip", "/models/vision/%D0%B0bc" })
    void namesThatBreakTheRuleAreRefusedWithTheRule(String path) {
        assertThat(admin.save(path, TinyModel.dense(1)).isProblem(400, "invalid-name").json().getString("detail"))
                .isNotBlank();
        stranger.get(path + "/model.json").isProblem(400, "invalid-name");
        admin.get(path + "/1/model.weights.bin").isEmpty(400);
    }

    @ParameterizedTest
    @ValueSource(ints = { 65, 10_000 })
    void namesAreBounded(int length) {
        admin.save("/models/vision/" + "x".repeat(length), TinyModel.dense(1)).isProblem(400, "invalid-name");
        admin.with("X-Model-Name", "vision/" + "x".repeat(length)).save("/upload", TinyModel.dense(1))
                .isProblem(400, "invalid-name");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "/", "a/", "/a", "a/b/c", "A/b", "..", "a/..", "a b/c" })
    void namesInHeadersFollowTheSameRule(String name) {
        admin.with("X-Model-Name", name).save("/upload", TinyModel.dense(1)).isProblem(400, "invalid-name");
    }

    /** Sent raw, as no client library would send them; none may be more than the plain path, least of all without a key. */
    @ParameterizedTest
    @ValueSource(strings = { "/models/%s;x/model.json", "/models/%s;x=1/1/model.json", "/models/%s%%3B/model.json",
            "//models/%s/model.json", "/models//%s/model.json", "/models/%s//model.json", "/models/%s%%2Fmodel.json",
            "/models/%s%%2f1%%2fmodel.json", "/models/%s%%5Cmodel.json", "/models/%s/%%2e/model.json",
            "/models/%s/./model.json",
            "/models/%s/../%s/model.json", "/models/x/%%2e%%2e/%s/model.json", "/models/%s%%252Fmodel.json",
            "/models/%s/1%%00/model.json", "/models/%s/model.json;x", "/models/%s/model.json%%3Bx", "/%%6dodels/%s/model.json",
            "/models/%s/1/model.weights.bin;x", "/models/%s/1//model.weights.bin", "/models/%s/%%31/model.json",
            "/download/%s/model.json;a", "/models/%s/%%zz/model.json", "/models\\%s\\model.json" })
    void pathsWithTwoReadingsGiveNobodyAnything(String template) throws Exception {
        save(TinyModel.dense(1)).is(201);
        String path = template.replace("%s", model).replace("%%", "%");

        assertThat(status("GET", path, "")).matches("HTTP/1.1 4\\d\\d .*");
        assertThat(status("POST", path, "Content-Length: 0\r\n")).matches("HTTP/1.1 4\\d\\d .*");
        assertThat(status("PUT", path.replace("/model.json", ""), "Content-Length: 0\r\n")).matches("HTTP/1.1 4\\d\\d .*");
    }

    @Test
    void controlCharactersInHeadersDoNoHarm() throws Exception {
        assertThat(status("GET", "/models/" + model + "/model.json", "User-Agent: a\u001b[31mb\r\n"))
                .matches("HTTP/1.1 4\\d\\d .*");
        assertThat(status("GET", "/models/" + model + "/model.json", "X-API-Key: wh_\u001b[31m\r\n"))
                .matches("HTTP/1.1 4\\d\\d .*");
        admin.get("/models/absent/absent/model.json").isProblem(404, "not-found");
    }

    @Test
    void twoDifferentCredentialsAreRefused() {
        admin.with("X-API-Key", "wh_another-key-01234567890123").get(at("model.json"))
                .isProblem(400, "ambiguous-credentials");
        admin.with("X-API-Key", PostgresResource.ADMIN_KEY).get(at("model.json")).isProblem(404, "not-found");
    }

    private String status(String method, String path, String headers) throws Exception {
        try (var connection = new RawConnection(base)) {
            return connection.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                    .receiveSome(Duration.ofSeconds(10)).lines().findFirst().orElse("closed");
        }
    }
}
