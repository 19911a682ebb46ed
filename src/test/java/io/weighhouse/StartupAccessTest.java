package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.weighhouse.access.AccessSettings;
import io.weighhouse.access.oidc.OidcSettings;

/** Settings with which nobody, or everybody, could get in are refused with the names of those that mend it. */
class StartupAccessTest {

    private static final String ISSUER = "oidc.issuer=https://id.example/realm;";
    private static final String COMPLETE = ISSUER + "oidc.audience=registry;oidc.grants-claim=grants;";
    private static final String KEY = "admin-key=wh_0123456789012345678901;";

    @ParameterizedTest
    @CsvSource({ //
            "'" + ISSUER + "oidc.grants-claim=x', WEIGHHOUSE_OIDC_AUDIENCE",
            "'" + ISSUER + "oidc.grants-claim=x;oidc.audience=any', WEIGHHOUSE_OIDC_AUDIENCE",
            "'" + ISSUER + "oidc.audience=registry', WEIGHHOUSE_OIDC_GRANTS_CLAIM",
            "'" + COMPLETE + "oidc.rules[0].claim=sub;oidc.rules[0].value=x;oidc.rules[0].grants=fly', WEIGHHOUSE_OIDC_RULES",
            "'" + COMPLETE + "oidc.issuer=id.example', WEIGHHOUSE_OIDC_ISSUER",
            "'" + COMPLETE + "oidc.issuer=https://id.example/?x', WEIGHHOUSE_OIDC_ISSUER",
            "'" + COMPLETE + "oidc.issuer=any', WEIGHHOUSE_OIDC_ISSUER",
            "'" + COMPLETE + "oidc.server=nowhere', WEIGHHOUSE_OIDC_SERVER",
            "'" + COMPLETE + "credentials=bearer-keys,api-key-header', WEIGHHOUSE_CREDENTIALS",
            "'" + COMPLETE + KEY + "credentials=bearer-tokens', WEIGHHOUSE_CREDENTIALS",
            "'" + KEY + "credentials=bearer-tokens', WEIGHHOUSE_CREDENTIALS",
            "'', WEIGHHOUSE_ADMIN_KEY" })
    void refusesAndNamesTheSetting(String settings, String named) {
        assertThatThrownBy(() -> check(settings, false)).isInstanceOf(StartupRefused.class).hasMessageContaining(named);
    }

    @Test
    void takesWhatWorks() {
        for (String settings : new String[] { KEY, COMPLETE, COMPLETE + KEY, COMPLETE + "credentials=bearer-tokens",
                KEY + "credentials=api-key-header" }) {
            assertThatCode(() -> check(settings, false)).as(settings).doesNotThrowAnyException();
        }
        assertThatCode(() -> check("", true)).doesNotThrowAnyException();
    }

    private static void check(String settings, boolean embedded) {
        var builder = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(AccessSettings.class)
                .withMapping(OidcSettings.class);
        Arrays.stream(settings.split(";")).filter(line -> !line.isEmpty()).map(line -> line.split("=", 2))
                .forEach(line -> builder.withDefaultValue("weighhouse." + line[0], line[1]));
        SmallRyeConfig config = builder.build();
        new StartupAccess(config.getConfigMapping(AccessSettings.class), config.getConfigMapping(OidcSettings.class), embedded)
                .check();
    }
}
