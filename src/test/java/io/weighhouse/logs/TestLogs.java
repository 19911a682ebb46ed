package io.weighhouse.logs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The folder in which the logs of one run of all tests come together, those of child processes too. */
public final class TestLogs {

    /** A line that each run of the tests over HTTP writes into the registry's own log. */
    public static final String MARKER = "The tests are logged here, on the store ";

    private TestLogs() {
    }

    /** Of this run of the build; tests that run by themselves share one. */
    public static Path folder() {
        return Path.of(System.getProperty("test.logs", "target/test-logs/alone")).toAbsolutePath();
    }

    /** Keeps a copy of a log that is about to be deleted; nothing where there is none. */
    public static void keep(Path log, String kind) {
        if (Files.exists(log)) {
            try {
                Files.copy(log, Files.createDirectories(folder()).resolve(kind + "-" + UUID.randomUUID() + ".log"));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
