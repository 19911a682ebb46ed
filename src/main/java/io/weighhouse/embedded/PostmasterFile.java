package io.weighhouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's note {@code postmaster.pid} about who works on a cluster. After a crash it stays, and its process id may by
 * then be anybody's: PostgreSQL itself would refuse to start, and a careless stop would hit a stranger.
 */
final class PostmasterFile {

    private final Path cluster;

    PostmasterFile(Path cluster) {
        this.cluster = cluster;
    }

    /** The server of an earlier run that still works on this cluster. */
    Optional<ProcessHandle> runningServer() throws IOException {
        return notedProcess().filter(this::isServerOfThisCluster);
    }

    /**
     * Removes the note when its process id belongs to a stranger. A note about a process that is gone is left to PostgreSQL,
     * which looks for surviving children before it goes on.
     */
    void forgetStranger() throws IOException {
        if (notedProcess().filter(process -> !isServerOfThisCluster(process)).isPresent()) {
            Files.delete(file());
        }
    }

    private Optional<ProcessHandle> notedProcess() throws IOException {
        if (Files.notExists(file())) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file());
        boolean noted = !lines.isEmpty() && lines.get(0).strip().matches("\\d{1,18}");
        return noted ? ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive) : Optional.empty();
    }

    /** {@code postgres -D <cluster>}, as pg_ctl starts it. */
    private boolean isServerOfThisCluster(ProcessHandle process) {
        boolean isPostgres = process.info().command().map(Path::of).filter(program -> program.endsWith("postgres")).isPresent();
        return isPostgres && process.info().arguments().map(List::of).orElse(List.of()).contains(cluster.toString());
    }

    private Path file() {
        return cluster.resolve("postmaster.pid");
    }
}
