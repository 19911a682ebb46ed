package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.TinyModel;

/** How replicas get their schema: one process migrates and ends, the others start on what it left. */
class MigrationIT {

    private static final String[] NONE = {};

    @TempDir
    Path folder;

    @Test
    void migratesAndEnds() throws Exception {
        Map<String, String> database = new PostgresResource().start();
        Map<String, String> replica = new HashMap<>(Neighbours.environment(database));
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
        execute(database, "delete from flyway_schema_history where version = '16'");
        Map<String, String> careful = new HashMap<>(replica);
        careful.put("QUARKUS_FLYWAY_VALIDATE_AT_START", "true");
        try (PackagedRegistry newer = PackagedRegistry.launch(folder, careful, NONE)) {
            assertThat(newer.exitStatus()).as("a newer replica before its migration").isEqualTo(1);
        }
        try (PackagedRegistry late = PackagedRegistry.start(folder, replica)) {
            assertThat(late.terminate()).isIn(0, 143);
        }
    }

    /** What MigrationsTest allows the next release to do; its replicas have migrated, this one is replaced after them. */
    @Test
    void runsOnTheSchemaOfTheNextRelease() throws Exception {
        Map<String, String> database = new PostgresResource().start();
        Map<String, String> replica = Neighbours.environment(database);
        try (PackagedRegistry one = PackagedRegistry.start(folder, replica)) {
            RegistryClient admin = RegistryClient.admin(one.uri("/"), PostgresResource.ADMIN_KEY);
            admin.save("/models/next/release", TinyModel.dense(1)).is(201);

            migrateToTheNextRelease(database);

            savesAndLoads(admin, 2);
        }
        try (PackagedRegistry restarted = PackagedRegistry.start(folder, replica)) {
            savesAndLoads(RegistryClient.admin(restarted.uri("/"), PostgresResource.ADMIN_KEY), 3);
        }
    }

    private static void migrateToTheNextRelease(Map<String, String> database) throws SQLException {
        for (String table : new String[] { "model", "version", "blob", "upload_session", "alias", "namespace" }) {
            execute(database, "alter table %s add column of_the_next_release text, ".formatted(table)
                    + "add column of_the_next_release_too integer not null default 7");
        }
        execute(database, "create table of_the_next_release (id bigint primary key, version_id bigint references version)");
        execute(database, "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, "
                + "installed_by, execution_time, success) select max(installed_rank) + 1, '9999', 'next release', 'SQL', "
                + "'V9999__next_release.sql', 1, 'next', 1, true from flyway_schema_history");
    }

    private static void execute(Map<String, String> database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:" + database.get("weighhouse.database.url"),
                database.get("weighhouse.database.username"), database.get("weighhouse.database.password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void savesAndLoads(RegistryClient admin, int version) {
        admin.with("X-Model-Alias", "stable").save("/models/next/release", TinyModel.dense(version)).is(201);
        assertThat(admin.get("/models/next/release/" + version + "/model.weights.bin").is(200).bytes())
                .isEqualTo(TinyModel.dense(version).content(1));
        assertThat(admin.get("/models/next/release/@stable/model.json").is(200).text()).contains("../" + version + "/");
    }

    @Test
    void refusesToMigrateNothing() {
        try (PackagedRegistry registry = PackagedRegistry.launch(folder, Map.of(), "migrate")) {
            assertThat(registry.exitStatus()).isEqualTo(1);
            assertThat(registry.output()).contains("WEIGHHOUSE_DATABASE_URL").doesNotContain("\tat ");
        }
    }
}
