package io.weighhouse.embedded;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import io.weighhouse.EmbeddedParts;
import io.weighhouse.StartupRefused;
import io.weighhouse.StartupSettings;

/** The one-command run: everything below one data folder, as durable as a server of its own would be. */
public final class EmbeddedRun implements EmbeddedParts {

    private static final String[] DURABLE = { "fsync = on", "synchronous_commit = on", "full_page_writes = on" };

    private DataFolder folder;
    private PostgresCluster postgres;

    @Override
    public Map<String, String> start(StartupSettings settings) {
        folder = DataFolder.open(settings.data());
        Map<String, String> properties = new HashMap<>();
        properties.put("weighhouse.embedded.data-folder", folder.path().toString());
        if (settings.adminKey().isEmpty()) {
            SecretFile adminKey = new SecretFile(folder.resolve("admin.key"));
            properties.put("weighhouse.admin-key", adminKey.readOrMake("wh_"));
            properties.put("weighhouse.embedded.admin-key-file", adminKey.path().toString());
        }
        properties.putAll(startPostgres());
        return properties;
    }

    private Map<String, String> startPostgres() {
        SecretFile password = new SecretFile(folder.resolve("postgresql.password"));
        try {
            postgres = PostgresCluster.prepare(folder.resolve("postgresql"), password);
            int port = postgres.start(DURABLE);
            return Map.of("weighhouse.database.url", "postgresql://127.0.0.1:%d/postgres".formatted(port),
                    "weighhouse.database.username", PostgresCluster.ROLE,
                    "weighhouse.database.password", password.readOrMake(""));
        } catch (IOException unusable) {
            throw new StartupRefused("the embedded PostgreSQL cannot be started: %s", unusable);
        }
    }

    @Override
    public void close() {
        try {
            if (postgres != null) {
                postgres.stop();
            }
        } catch (IOException | StartupRefused stillRunning) {
            System.err.println(
                    "Weighhouse: PostgreSQL could not be stopped, the next start will do it: " + stillRunning.getMessage());
        } finally {
            if (folder != null) {
                folder.close();
            }
        }
    }
}
