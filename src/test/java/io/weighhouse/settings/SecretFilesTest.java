package io.weighhouse.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

/** One rule for all settings whose values lie in files. */
class SecretFilesTest {

    @TempDir
    Path folder;

    @Test
    void everySettingMayLieInAFile() throws IOException {
        SmallRyeConfig config = new SmallRyeConfigBuilder().withSources(new SecretFiles(Map.of(
                "WEIGHHOUSE_ADMIN_KEY_FILE", file("key", "wh_0123456789012345678901\n"),
                "WEIGHHOUSE_S3_SECRET_KEY_FILE", file("secret", " spaces \r\n"),
                "WEIGHHOUSE_OIDC_RULES_0__VALUE_FILE", file("rule", "two\nlines"),
                "WEIGHHOUSE_DATABASE_PASSWORD_FILE", "",
                "OTHER_FILE", "nowhere"))).build();

        assertThat(config.getConfigValue("weighhouse.admin-key").getRawValue()).isEqualTo("wh_0123456789012345678901");
        assertThat(config.getConfigValue("weighhouse.s3.secret-key").getRawValue()).isEqualTo(" spaces ");
        assertThat(config.getConfigValue("weighhouse.oidc.rules[0].value").getRawValue()).isEqualTo("two\nlines");
        assertThat(config.getConfigValue("weighhouse.database.password").getRawValue()).isNull();
        assertThat(config.getConfigValue("other").getRawValue()).isNull();
    }

    @Test
    void whatCannotBeReadIsRefusedByItsVariable() throws IOException {
        refuses("WEIGHHOUSE_ADMIN_KEY_FILE", folder.resolve("missing").toString(), "cannot be read");
        refuses("WEIGHHOUSE_ADMIN_KEY_FILE", folder.toString(), "cannot be read");
        refuses("WEIGHHOUSE_S3_SECRET_KEY_FILE", file("empty", "\n"), "is empty");
        refuses("WEIGHHOUSE_S3_SECRET_KEY_FILE", file("large", "x".repeat(70_000)), "is larger");
    }

    @Test
    void aValueAndAFileAreOneTooMany() throws IOException {
        var both = new SecretFiles(
                Map.of("WEIGHHOUSE_ADMIN_KEY", "wh_secret", "WEIGHHOUSE_ADMIN_KEY_FILE", file("key", "wh_")));

        assertThatThrownBy(both::values)
                .hasMessage("WEIGHHOUSE_ADMIN_KEY and WEIGHHOUSE_ADMIN_KEY_FILE are both set; leave one out");
    }

    private static void refuses(String variable, String file, String reason) {
        assertThatThrownBy(() -> new SecretFiles(Map.of(variable, file)).values()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(variable, reason, file);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
