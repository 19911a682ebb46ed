package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.weighhouse.clients.JavaScriptClients;

/** What the README promises of the one-command run, with real processes and real signals. */
class OneCommandRunIT {

    @TempDir
    Path folder;

    @Test
    void keepsTheAdminKeyInAFileOfItsOwnerAndOutOfTheOutput() throws Exception {
        try (PackagedRegistry registry = PackagedRegistry.start(folder)) {
            Path file = registry.dataFolder().resolve("admin.key");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            assertThat(registry.adminKey()).matches("wh_[A-Za-z0-9_-]{43}");
            registry.awaitOutput("/download/model.json").terminate();
            assertThat(registry.output()).contains("http://localhost:" + registry.port())
                    .contains(registry.dataFolder().toRealPath().toString()).contains(file.toRealPath().toString())
                    .doesNotContain(registry.adminKey())
                    .doesNotContain(Files.readString(registry.dataFolder().resolve("postgresql.password")).strip());
        }
    }

    @Test
    void stopsItsDatabaseAfterItselfOnSigterm() throws Exception {
        try (PackagedRegistry registry = PackagedRegistry.start(folder)) {
            assertThat(registry.postgres()).isNotEmpty();
            assertThat(health(registry)).contains("\"UP\"");

            registry.terminate();

            assertThat(registry.postgres()).isEmpty();
            assertThat(serverLog(registry)).endsWith("database system is shut down");
            assertThat(registry.output()).doesNotContain("ERROR").doesNotContain("WARN");
        }
    }

    @Test
    void refusesASecondInstanceOnTheSameFolder() {
        try (PackagedRegistry first = PackagedRegistry.start(folder);
                PackagedRegistry second = PackagedRegistry.launch(folder, Map.of())) {
            assertThat(second.exitStatus()).isEqualTo(1);
            assertThat(second.output()).contains("is in use by another Weighhouse (process " + first.pid() + ")")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void takesOverFromADatabaseThatOutlivedItsRegistry() throws Exception {
        try (PackagedRegistry killed = PackagedRegistry.start(folder)) {
            killed.kill();
            ProcessHandle orphan = killed.postgres().get(0);

            try (PackagedRegistry next = PackagedRegistry.start(folder)) {
                assertThat(PackagedRegistry.hasEnded(orphan)).isTrue();
                assertThat(health(next)).contains("\"UP\"");
                assertThat(next.adminKey()).isEqualTo(killed.adminKey());
            }
        }
    }

    @Test
    void recoversAfterEverythingWasKilled() throws Exception {
        try (PackagedRegistry killed = PackagedRegistry.start(folder)) {
            killed.killEverything();
        }

        try (PackagedRegistry next = PackagedRegistry.start(folder)) {
            assertThat(health(next)).contains("\"UP\"");
            assertThat(serverLog(next)).contains("automatic recovery in progress");
        }
    }

    @Test
    void takesTheConfiguredAdminKeyAsItIs() {
        String key = "wh_" + "k".repeat(30);
        try (PackagedRegistry registry = PackagedRegistry.start(folder, Map.of("WEIGHHOUSE_ADMIN_KEY", key))) {
            registry.terminate();

            assertThat(registry.dataFolder().resolve("admin.key")).doesNotExist();
            assertThat(registry.output()).doesNotContain(key);
        }
    }

    @ParameterizedTest
    @CsvSource({ //
            "WEIGHHOUSE_ADMIN_KEY, hunter2, weighhouse.admin-key",
            "WEIGHHOUSE_ADMIN_KEY, wh_short, weighhouse.admin-key",
            "WEIGHHOUSE_DATABASE_URL, postgresql://127.0.0.1:1/x, WEIGHHOUSE_ADMIN_KEY",
            "WEIGHHOUSE_DATABASE_URL, jdbc:postgresql://127.0.0.1:1/x, WEIGHHOUSE_DATABASE_URL",
            "WEIGHHOUSE_DATA, /dev/null, WEIGHHOUSE_DATA",
            "WEIGHHOUSE_OPEN, maybe, weighhouse.open",
            "WEIGHHOUSE_UPLOAD_IDLE_TIMEOUT, 0s, weighhouse.upload.idle-timeout",
            "WEIGHHOUSE_UPLOAD_LEASE, 1m, weighhouse.upload.lease-renewal",
            "WEIGHHOUSE_S3_ENDPOINT, http://127.0.0.1:1, weighhouse.s3.bucket",
            "WEIGHHOUSE_ADMIN_KEY_FILE, missing, WEIGHHOUSE_ADMIN_KEY_FILE",
            "WEIGHHOUSE_UPLOAD_DEFAULT_MODEL, My Model, weighhouse.upload.default-model",
            "WEIGHHOUSE_PUBLIC_URL, models.example, weighhouse.public-url",
            "WEIGHHOUSE_UPKEEP_EVERY, often, weighhouse.upkeep.every",
            "QUARKUS_MANAGEMENT_PORT, 99999, quarkus.management.port",
            "QUARKUS_HTTP_PORT, many, quarkus.http.port" })
    void refusesABadSettingAndNamesIt(String variable, String value, String named) {
        try (PackagedRegistry registry = PackagedRegistry.launch(folder, Map.of(variable, value))) {
            assertThat(registry.exitStatus()).isEqualTo(1);
            assertThat(registry.output()).contains("Weighhouse does not start: ").contains(named).doesNotContain("\tat ");
            assertThat(registry.postgres()).isEmpty();
        }
    }

    @Test
    void refusesToBeOpenToTheNetwork() {
        Map<String, String> environment = Map.of("WEIGHHOUSE_OPEN", "true", "QUARKUS_HTTP_HOST", "0.0.0.0");
        try (PackagedRegistry registry = PackagedRegistry.launch(folder, environment)) {
            assertThat(registry.exitStatus()).isEqualTo(1);
            assertThat(registry.output()).contains("WEIGHHOUSE_OPEN").contains("QUARKUS_HTTP_HOST").doesNotContain("\tat ");
        }
    }

    @Test
    void saysWhichPortIsBusy(@TempDir Path other) {
        try (PackagedRegistry first = PackagedRegistry.start(folder);
                PackagedRegistry second = PackagedRegistry.launch(other,
                        Map.of("QUARKUS_HTTP_PORT", Integer.toString(first.port())))) {
            assertThat(second.exitStatus()).isEqualTo(1);
            assertThat(second.output()).contains("port " + first.port()).contains("QUARKUS_HTTP_PORT").doesNotContain("\tat ");
        }
    }

    @TestFactory
    Stream<DynamicTest> takesTheTutorialsPairOfAddressesWithTheKey() {
        try (PackagedRegistry registry = PackagedRegistry.start(folder)) {
            return JavaScriptClients.of(registry.uri(""), registry.adminKey()).tutorial("1.7");
        }
    }

    @TestFactory
    Stream<DynamicTest> takesTheTutorialsPairOfAddressesWithoutAKeyWhereItIsOpen() {
        try (PackagedRegistry registry = PackagedRegistry.start(folder, Map.of("WEIGHHOUSE_OPEN", "true"))) {
            return JavaScriptClients.anonymous(registry.uri("")).tutorial("4.22");
        }
    }

    private static String health(PackagedRegistry registry) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        return client.send(HttpRequest.newBuilder(registry.managementUri("/q/health")).build(), BodyHandlers.ofString()).body();
    }

    private static String serverLog(PackagedRegistry registry) throws IOException {
        return Files.readString(registry.dataFolder().resolve("postgresql/server.log")).strip();
    }
}
