package io.weighhouse.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.MultiMap;
import io.weighhouse.problem.RegistryException;

class CredentialsTest {

    private static final String ALL = "bearer-keys,bearer-tokens,api-key-header";

    @ParameterizedTest
    @CsvSource({ "bearer-keys,wh_x,,wh_x", "bearer-keys,a.b.c,,", "bearer-keys,a.b.c,wh_y,", "bearer-tokens,a.b.c,wh_y,a.b.c",
            "bearer-tokens,wh_x,,", "api-key-header,a.b.c,wh_y,wh_y", "api-key-header,wh_x,,",
            "'bearer-keys,bearer-tokens',wh_x,wh_y,wh_x", "'bearer-keys,api-key-header',a.b.c,wh_y,wh_y" })
    void whatDoesNotCountIsAsIfAbsent(String sources, String bearer, String header, String counts) {
        Optional<Credentials> found = Credentials.of(headers("Bearer " + bearer, header), settings(sources));

        assertThat(found.map(Credentials::token)).isEqualTo(Optional.ofNullable(counts));
    }

    @Test
    void aMeshMayPutAnythingIntoAHeaderThatDoesNotCount() {
        assertThat(Credentials.of(headers("Negotiate oYIG", "wh_y"), settings("api-key-header")).map(Credentials::token))
                .contains("wh_y");
        assertThatThrownBy(() -> Credentials.of(headers("Negotiate oYIG", "wh_y"), settings("bearer-keys,api-key-header")))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void aKeyIsToldFromATokenByItsBeginningButInItsOwnHeaderAllAreKeys() {
        AccessSettings all = settings(ALL);

        assertThat(Credentials.of(headers("bearer  wh_x ", null), all).orElseThrow().key()).isTrue();
        assertThat(Credentials.of(headers("Bearer a.b.c", null), all).orElseThrow().key()).isFalse();
        assertThat(Credentials.of(headers(null, "a.b.c"), all).orElseThrow().key()).isTrue();
        assertThat(Credentials.of(headers("Bearer wh_x", "wh_x"), all)).isPresent();
        assertThatThrownBy(() -> Credentials.of(headers("Bearer a.b.c", "wh_x"), all)).isInstanceOf(RegistryException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "Bearer a.b.c", "bearer a.b.c", "BEARER   a.b.c", "Bearer\ta.b.c", " Bearer a.b.c ",
            "bEaReR \t a.b.c\t" })
    void theSchemeIsReadInAnyCaseAndWithAnySpace(String authorization) {
        assertThat(Credentials.of(headers(authorization, null), settings(ALL)).map(Credentials::token)).contains("a.b.c");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "Bearer", "Bearer ", "a.b.c", "Bearera.b.c", "Basic YTpi", "Token a.b.c", "Bearer=a.b.c" })
    void otherSchemesAreRefusedNotIgnored(String authorization) {
        assertThatThrownBy(() -> Credentials.of(headers(authorization, null), settings(ALL)))
                .isInstanceOf(RegistryException.class).hasMessageContaining("Bearer");
    }

    @Test
    void severalHeadersAreOneCredentialOrTooMany() {
        MultiMap same = headers("Bearer a.b.c", null).add("Authorization", "bearer  a.b.c");
        MultiMap different = headers("Bearer a.b.c", null).add("Authorization", "Bearer d.e.f");
        MultiMap mixed = headers("Bearer wh_x", null).add("Authorization", "Negotiate oYIG");

        assertThat(Credentials.of(same, settings(ALL)).map(Credentials::token)).contains("a.b.c");
        assertThatThrownBy(() -> Credentials.of(different, settings(ALL))).hasMessageContaining("one credential");
        assertThatThrownBy(() -> Credentials.of(mixed, settings(ALL))).isInstanceOf(RegistryException.class);
    }

    private static MultiMap headers(String authorization, String apiKey) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        Optional.ofNullable(authorization).ifPresent(value -> headers.add("Authorization", value));
        Optional.ofNullable(apiKey).ifPresent(value -> headers.add("X-API-Key", value));
        return headers;
    }

    private static AccessSettings settings(String sources) {
        return new SmallRyeConfigBuilder().withMapping(AccessSettings.class)
                .withDefaultValue("weighhouse.credentials", sources).build().getConfigMapping(AccessSettings.class);
    }
}
