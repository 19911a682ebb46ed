package io.weighhouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.weighhouse.access.AccessSettings;
import io.weighhouse.access.oidc.OidcSettings;
import io.weighhouse.settings.SecretFiles;

/**
 * The configuration before Quarkus is there to read it, from the sources that Quarkus reads later: system properties,
 * environment, the files that it names, {@code .env} and {@code config/application.properties} in the working directory.
 */
final class StartupConfig {

    private static final Pattern ADMIN_KEY = Pattern.compile("wh_[A-Za-z0-9_-]{21,197}");
    private static final Pattern LOOPBACK_IPV4 = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "::1", "[::1]", "0:0:0:0:0:0:0:1");
    private static final int HIGHEST_PORT = 65_535;
    private static final int ORDINAL_OF_CONFIG_FILE = 260;
    private static final int PRIORITY_OF_CONVERTERS = 200;

    private final SmallRyeConfig config;
    private final StartupSettings settings;

    private StartupConfig(SmallRyeConfig config) {
        this.config = config;
        this.settings = config.getConfigMapping(StartupSettings.class);
    }

    static StartupConfig read() {
        Path file = Path.of("config", "application.properties").toAbsolutePath();
        try {
            SmallRyeConfigBuilder builder = builder();
            if (Files.exists(file)) {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), ORDINAL_OF_CONFIG_FILE));
            }
            return new StartupConfig(builder.build());
        } catch (IOException | IllegalArgumentException | ConfigValidationException unreadable) {
            throw new StartupRefused("the configuration cannot be read: %s", unreadable.getMessage());
        }
    }

    private static SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addSystemSources()
                .withConverter(Duration.class, PRIORITY_OF_CONVERTERS, new DurationConverter())
                .withSources(new DotEnvConfigSourceProvider())
                .withSources(new SecretFiles())
                .withProfile(LaunchMode.current().getDefaultProfile())
                .withMapping(StartupSettings.class)
                .withMapping(AccessSettings.class)
                .withMapping(OidcSettings.class)
                .withDefaultValue(SmallRyeConfig.SMALLRYE_CONFIG_MAPPING_VALIDATE_UNKNOWN, "false");
    }

    StartupSettings settings() {
        return settings;
    }

    boolean wantsEmbeddedParts() {
        return settings.database().url().isEmpty();
    }

    /** A laptop is not a server: without an external database nobody but this machine gets in, unless told otherwise. */
    String host() {
        return config.getOptionalValue("quarkus.http.host", String.class)
                .orElse(wantsEmbeddedParts() ? "127.0.0.1" : "0.0.0.0");
    }

    /** Hands settings on to Quarkus; what the operator configured wins. */
    void offer(Map<String, String> properties) {
        properties.forEach((name, value) -> {
            if (config.getOptionalValue(name, String.class).isEmpty()) {
                System.setProperty(name, value);
            }
        });
    }

    /** Refuses what cannot work or is not safe. */
    StartupConfig check() {
        if (!settings.adminKey().map(key -> ADMIN_KEY.matcher(key).matches()).orElse(true)) {
            throw new StartupRefused("weighhouse.admin-key (WEIGHHOUSE_ADMIN_KEY) must begin with wh_ and have 24 to 200 "
                    + "characters out of A-Z, a-z, 0-9, _ and -");
        }
        if (settings.open() && !isLoopback(host())) {
            throw new StartupRefused("weighhouse.open (WEIGHHOUSE_OPEN) lets anyone save, so it needs a loopback address: set "
                    + "quarkus.http.host (QUARKUS_HTTP_HOST) to 127.0.0.1 instead of %s, or leave weighhouse.open out", host());
        }
        checkPort("quarkus.http.port");
        checkPort("quarkus.management.port");
        checkStores();
        new StartupAccess(config.getConfigMapping(AccessSettings.class), config.getConfigMapping(OidcSettings.class),
                wantsEmbeddedParts()).check();
        return this;
    }

    /** Text that is no number is refused by Quarkus. */
    private void checkPort(String name) {
        config.getOptionalValue(name, String.class).map(String::strip)
                .filter(port -> port.matches("\\d{5,}") && (port.length() > 5 || Integer.parseInt(port) > HIGHEST_PORT))
                .ifPresent(port -> {
                    throw new StartupRefused("%s is %s; the highest port is %d", name, port, HIGHEST_PORT);
                });
    }

    /** Refuses what a migration without a registry cannot do; it needs no key, as nobody can save meanwhile. */
    StartupConfig checkMigration() {
        checkAddress(settings.database().url().orElseThrow(() -> new StartupRefused("there is nothing to migrate: set "
                + "weighhouse.database.url (WEIGHHOUSE_DATABASE_URL) to postgresql://host:5432/database")));
        return this;
    }

    /** Refuses what a comparison of database and store cannot do; it needs no key either. */
    StartupConfig checkStores() {
        settings.database().url().ifPresent(StartupConfig::checkAddress);
        new StartupContradictions(config).check();
        return this;
    }

    private static void checkAddress(String url) {
        if (!url.startsWith("postgresql://") || url.contains("@")) {
            throw new StartupRefused("weighhouse.database.url (WEIGHHOUSE_DATABASE_URL) must look like "
                    + "postgresql://host:5432/database; user and password go into WEIGHHOUSE_DATABASE_USERNAME and "
                    + "WEIGHHOUSE_DATABASE_PASSWORD");
        }
    }

    /** Judged by the text: a name server is never asked. */
    private static boolean isLoopback(String host) {
        return LOOPBACK_NAMES.contains(host) || LOOPBACK_IPV4.matcher(host).matches();
    }
}
