package io.weighhouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.weighhouse.logs.TestLogs;

/** A PostgreSQL of a test's own, as durable as in production, which is killed and comes back on another port. */
public final class CrashablePostgres implements AutoCloseable {

    private static final String[] DURABLE = { "fsync = on", "synchronous_commit = on" };

    private final Path folder;
    private final SecretFile password;
    private PostgresCluster cluster;
    private int port;

    private CrashablePostgres(Path folder) throws IOException {
        this.folder = folder;
        this.password = new SecretFile(Files.createDirectories(folder).resolve("password"));
        restart();
    }

    /** Starts it in a folder that is deleted in the end. */
    public static CrashablePostgres started(Path folder) throws IOException {
        return new CrashablePostgres(folder);
    }

    /** Settings of the registry that is to use it, by property, when it is reached by this port. */
    public Map<String, String> configuration(int reachedBy) {
        return Map.of("weighhouse.database.url", "postgresql://127.0.0.1:%d/postgres".formatted(reachedBy),
                "weighhouse.database.username", PostgresCluster.ROLE,
                "weighhouse.database.password", password.readOrMake(""),
                "weighhouse.admin-key", PostgresResource.ADMIN_KEY);
    }

    public int port() {
        return port;
    }

    /** {@code kill -9} of the server and of all its children, as a power cut would. */
    public void kill() throws IOException {
        ProcessHandle server = new PostmasterFile(folder.resolve("postgresql").resolve("cluster")).runningServer()
                .orElseThrow();
        List<ProcessHandle> all = Stream.concat(Stream.of(server), server.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    public void restart() throws IOException {
        cluster = PostgresCluster.prepare(folder.resolve("postgresql"), password);
        port = cluster.start(DURABLE);
    }

    @Override
    public void close() throws IOException {
        cluster.stop();
        TestLogs.keep(folder.resolve("postgresql/server.log"), "postgresql");
        PostgresCluster.delete(folder);
    }
}
