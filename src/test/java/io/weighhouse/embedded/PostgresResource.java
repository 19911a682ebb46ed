package io.weighhouse.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.weighhouse.logs.TestLogs;

/**
 * A real PostgreSQL for tests: one server a JVM, a fresh database each time a Quarkus application starts. Durability is off;
 * the tests of the packaged service are the ones that crash.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

    /** The admin key that the registry under test accepts. */
    public static final String ADMIN_KEY = "wh_canary-of-the-tests-0123456789";

    @Override
    public Map<String, String> start() {
        String database = "test_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(Server.RUNNING.jdbcUrl(), PostgresCluster.ROLE,
                Server.RUNNING.password);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return Map.of("weighhouse.database.url", "postgresql://127.0.0.1:%d/%s".formatted(Server.RUNNING.port, database),
                "weighhouse.database.username", PostgresCluster.ROLE,
                "weighhouse.database.password", Server.RUNNING.password,
                "weighhouse.admin-key", ADMIN_KEY);
    }

    /** The server stays for the next application; its data goes with the JVM. */
    @Override
    public void stop() {
    }

    private static final class Server {

        static final Server RUNNING = new Server();

        private final int port;
        private final String password;

        private Server() {
            try {
                Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()),
                        "postgres-");
                SecretFile secret = new SecretFile(folder.resolve("password"));
                PostgresCluster cluster = PostgresCluster.prepare(folder.resolve("postgresql"), secret);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster, folder)));
                port = cluster.start("fsync = off", "synchronous_commit = off", "full_page_writes = off");
                password = secret.readOrMake("");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private static void stop(PostgresCluster cluster, Path folder) {
            try {
                cluster.stop();
                TestLogs.keep(folder.resolve("postgresql/server.log"), "postgresql");
                PostgresCluster.delete(folder);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private String jdbcUrl() {
            return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
        }
    }
}
