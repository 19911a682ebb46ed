package io.weighhouse.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.weighhouse.embedded.PostgresResource;

class SecretShapesTest {

    @ParameterizedTest
    @ValueSource(strings = { "Bearer wh_9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            "x=wh_" + "AbC-_9aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcdefg",
            "GET /models/a/b/1/model.json?t=whl_AAECAwQFBgcICQoLAAABm HTTP/1.1",
            "token eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJob2xkZXIifQ.c2lnbmF0dXJl", "key: Canary-of-the-tests" })
    void findsSecretsWhereverTheyStand(String line) {
        assertThat(SecretShapes.in(line)).isPresent();
        assertThat(SecretShapes.in("before " + line + " after")).isPresent();
    }

    @Test
    void findsTheAdminKeyOfTheTests() {
        assertThat(SecretShapes.in("<" + PostgresResource.ADMIN_KEY + ">")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = { "a good key: echo \"wh_$(openssl rand -hex 32)\"", "wh_short is no key",
            "eyJhbGciOiJSUzI1NiJ9 alone",
            "GET /models/which_is_a_long_name_of_a_model/1/model.json", "key:0190f5e2-2a5c-7c3b-9d59-0a1b2c3d4e5f" })
    void takesNothingElseForOne(String line) {
        assertThat(SecretShapes.in(line)).isEmpty();
    }
}
