package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.embedded.PostgresResource;

/** How replicas get their schema: one process migrates and ends, the others start on what it left. */
class MigrationIT {

    private static final String[] NONE = {};

    @TempDir
    Path folder;

    @Test
    void migratesAndEnds() {
        Map<String, String> database = database();
        Map<String, String> replica = new HashMap<>(database);
        replica.put("QUARKUS_FLYWAY_MIGRATE_AT_START", "false");

        try (PackagedRegistry early = PackagedRegistry.launch(folder, replica, NONE)) {
            assertThat(early.exitStatus()).as("a replica before the migration").isEqualTo(1);
        }
        Map<String, String> withoutKey = new HashMap<>(replica);
        withoutKey.remove("WEIGHHOUSE_ADMIN_KEY");
        try (PackagedRegistry one = PackagedRegistry.launch(folder, withoutKey, "migrate");
                PackagedRegistry other = PackagedRegistry.launch(folder, withoutKey, "migrate")) {
            assertThat(one.exitStatus()).as(one::output).isZero();
            assertThat(other.exitStatus()).as(other::output).isZero();
            assertThat(one.output() + other.output()).containsOnlyOnce("Successfully applied")
                    .doesNotContain("Listening on: http://0");
        }
        try (PackagedRegistry late = PackagedRegistry.start(folder, replica)) {
            assertThat(late.terminate()).isIn(0, 143);
        }
    }

    @Test
    void refusesToMigrateNothing() {
        try (PackagedRegistry registry = PackagedRegistry.launch(folder, Map.of(), "migrate")) {
            assertThat(registry.exitStatus()).isEqualTo(1);
            assertThat(registry.output()).contains("WEIGHHOUSE_DATABASE_URL").doesNotContain("\tat ");
        }
    }

    private static Map<String, String> database() {
        Map<String, String> environment = new HashMap<>();
        new PostgresResource().start().forEach(
                (name, value) -> environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        return environment;
    }
}
