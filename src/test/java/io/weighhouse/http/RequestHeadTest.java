package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/**
 * Heads of requests as browsers, proxies and scripts write them: what means nothing here is ignored, what is broken is told.
 */
@QuarkusTest
class RequestHeadTest extends HttpSuite {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private String exchange(String head) throws IOException {
        try (var connection = new RawConnection(base)) {
            return connection.send(head + "Connection: close\r\n\r\n").receiveAll(PATIENCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "a|b", "{x}", "a^b", "a`b", "%", "%zz", "a=%ff", "a[0]=1", "\"<>", "t=%", "&&==&" })
    void loadsIgnoreWhateverTheirQueryHolds(String query) throws Exception {
        admin.with("X-Model-Visibility", "public").save("/models/" + model, TinyModel.dense(1)).is(201);

        for (String file : List.of("model.json", "1/model.weights.bin")) {
            assertThat(exchange("GET " + at(file) + "?" + query + " HTTP/1.1\r\nHost: registry\r\n"))
                    .startsWith("HTTP/1.1 200 OK").containsIgnoringCase("Access-Control-Allow-Origin: *");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/api/v1/models?limit=%zz", "/api/v1/models?q=%" })
    void aQueryThatMeansSomethingMustBeReadable(String path) throws Exception {
        assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: registry\r\n"))
                .startsWith("HTTP/1.1 400 ").contains("/problems/malformed-request", "percent-encoded");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "Host: a b/c\r\n" })
    void aRequestWithoutAHostIsToldSo(String host) throws Exception {
        assertThat(exchange("GET " + at("model.json") + " HTTP/1.1\r\n" + host))
                .startsWith("HTTP/1.1 400 ").contains("/problems/malformed-request", "Host");
    }

    @Test
    void aProxyMayNameTheWholeUrl() throws Exception {
        admin.with("X-Model-Visibility", "public").save("/models/" + model, TinyModel.dense(1)).is(201);

        assertThat(exchange("GET http://registry" + at("1/model.json") + " HTTP/1.1\r\nHost: registry\r\n"))
                .startsWith("HTTP/1.1 200 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = { "TRACE", "FOO", "PROPFIND" })
    void methodsThatNobodyKnowsAreTold(String method) throws Exception {
        String answer = exchange(
                method + " " + at("model.json") + " HTTP/1.1\r\nHost: registry\r\nOrigin: https://a.example\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405 ").contains("/problems/method-not-allowed")
                .containsIgnoringCase("Access-Control-Allow-Origin: *").containsIgnoringCase("Allow: GET, HEAD, POST, PUT");
    }

    @ParameterizedTest
    @ValueSource(strings = { "1/a;b.bin", "1//a.bin", "1/%2e%2e/a.bin", "1/a%zz.bin", "%5c/a.bin" })
    void refusalsAtShardsHaveNoBodyWhoeverRefuses(String file) throws Exception {
        assertThat(exchange("GET " + at(file) + " HTTP/1.1\r\nHost: registry\r\n"))
                .startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\n").containsIgnoringCase("Content-Length: 0");
        assertThat(exchange("DELETE " + at("1/a.bin") + " HTTP/1.1\r\nHost: registry\r\n"))
                .startsWith("HTTP/1.1 405 ").endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = { "foo", "text/html", "image/png", "application/xml;q=2", "*/*;q=0", "," })
    void aSaveIsAnsweredWithJsonWhateverIsAccepted(String accepted) {
        Answer answer = admin.with("Accept", accepted).save("/models/" + model, TinyModel.dense(1)).is(201);

        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(answer.json().getInt("version")).isEqualTo(1);
    }

    @Test
    void theLinesOfAHeaderAreOneList() {
        save(TinyModel.dense(1)).is(201);
        String tag = admin.get(at("1/model.json")).header("ETag").orElseThrow();

        admin.get(at("1/model.json"), "If-None-Match", "\"other\"", "If-None-Match", tag).isEmpty(304);
        assertThat(admin.get(at("1/model.json"), "Accept-Encoding", "br", "Accept-Encoding", "gzip").is(200)
                .header("Content-Encoding")).contains("gzip");
        assertThat(admin.get(at("1/model.json"), "Accept-Encoding", "gzip;\tq=0").is(200).header("Content-Encoding")).isEmpty();
    }

    @Test
    void extraFilesInFoldersFollowWhateverTheyAreCalled() {
        byte[] content = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        save(TinyModel.dense(1).with("vocab/model.json", content).with("vocab/bundle.zip", content)
                .with("vocab/artifacts.json", content)).is(201);

        for (String file : List.of("vocab/model.json", "vocab/bundle.zip", "vocab/artifacts.json")) {
            assertThat(admin.get(at(file)).is(200).bytes()).isEqualTo(content);
            assertThat(admin.get(at("1/" + file)).is(200).bytes()).isEqualTo(content);
            assertThat(admin.get(at(file.replace("vocab", "latest"))).isProblem(404, "not-found").json().getString("detail"))
                    .contains("'latest' names no version");
        }
    }
}
