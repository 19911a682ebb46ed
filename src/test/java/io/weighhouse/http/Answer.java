package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.restassured.path.json.JsonPath;

/** An answer of the registry, with the assertions that every test makes. */
public record Answer(HttpResponse<byte[]> response) {

    public int status() {
        return response.statusCode();
    }

    public byte[] bytes() {
        return response.body();
    }

    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    public JsonPath json() {
        return JsonPath.from(text());
    }

    public Answer is(int status) {
        assertThat(status()).as(() -> "status, with the body: " + text()).isEqualTo(status);
        return this;
    }

    /** Checks that this is that problem, told in full. */
    public Answer isProblem(int status, String slug) {
        is(status);
        assertThat(header("Content-Type")).contains("application/problem+json");
        assertThat(json().getString("type")).isEqualTo("/problems/" + slug);
        assertThat(json().getInt("status")).isEqualTo(status);
        assertThat(json().getString("title")).isNotBlank();
        assertThat(json().getString("detail")).isNotBlank();
        assertThat(json().getString("instance")).isEqualTo(response.uri().getRawPath());
        assertThat(text()).doesNotContain("Exception", "io.weighhouse", "\tat ");
        return this;
    }

    /** Checks that this is that status with nothing that TensorFlow.js could take for weights. */
    public Answer isEmpty(int status) {
        is(status);
        assertThat(bytes()).isEmpty();
        return this;
    }
}
