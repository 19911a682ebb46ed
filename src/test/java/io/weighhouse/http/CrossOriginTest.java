package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** Pages of other origins may save and load, and are told the status of every refusal. */
@QuarkusTest
class CrossOriginTest extends HttpSuite {

    @ParameterizedTest
    @ValueSource(strings = { "/upload", "/models/a/b", "/models/a/b/model.json", "/models/a/b/7/group1-shard1of1",
            "/download/model.json", "/api/v1/models" })
    void preflightsAreAnsweredWithoutCredentials(String path) {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")) {
            Answer answer = stranger.send("OPTIONS", path, BodyPublishers.noBody(),
                    "Access-Control-Request-Method", method,
                    "Access-Control-Request-Headers", "authorization,x-api-key,x-anything");

            assertThat(answer.status()).isBetween(200, 204);
            assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
            assertThat(answer.header("Access-Control-Allow-Methods").orElseThrow()).contains(method);
            assertThat(answer.header("Access-Control-Allow-Headers").orElseThrow())
                    .contains("authorization", "x-api-key", "x-anything");
            assertThat(answer.header("Access-Control-Max-Age")).contains("7200");
        }
    }

    @Test
    void everyAnswerCarriesTheHeadersForTheOrigin() {
        save(TinyModel.dense(1)).is(201);
        String tag = admin.get(at("1/model.json")).header("ETag").orElseThrow();

        List<Answer> answers = List.of(
                save(TinyModel.dense(1)).is(200),
                save(TinyModel.dense(1).truncatedBy(1)).is(422),
                admin.get(at("1/model.json")).is(200),
                admin.get(at("1/model.json"), "If-None-Match", tag).is(304),
                admin.get(at("1/model.weights.bin"), "Range", "bytes=0-1").is(206),
                admin.get(at("1/model.weights.bin"), "Range", "bytes=99-").is(416),
                admin.get(at("1/nope.bin")).is(404),
                admin.get("/nowhere").is(404),
                admin.get("/models/a;b/c/model.json").is(404),
                admin.get("/upload").is(405),
                stranger.save("/models/" + model, TinyModel.dense(2)).is(401),
                admin.send("POST", "/models/" + model, BodyPublishers.ofString("{}"), "Content-Type", "application/json")
                        .is(415));

        for (Answer answer : answers) {
            assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
            assertThat(answer.header("Access-Control-Expose-Headers").orElseThrow())
                    .contains("Location", "ETag", "Repr-Digest", "Content-Range", "Retry-After");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        }
    }
}
