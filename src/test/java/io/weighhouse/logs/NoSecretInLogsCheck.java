package io.weighhouse.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * The last look at a run of all tests: no line of any log has a secret of any caller. It comes after all others, by its own
 * execution in the build, and fails where the logs are not there.
 */
class NoSecretInLogsCheck {

    @Test
    void noLogOfTheWholeRunHoldsASecret() throws IOException {
        List<String> leaks = new ArrayList<>();
        for (Path log : logs("")) {
            int number = 0;
            for (String line : lines(log)) {
                number++;
                int at = number;
                SecretShapes.in(line).ifPresent(secret -> leaks.add(log.getFileName() + ":" + at + " " + secret));
            }
        }

        assertThat(leaks.stream().limit(20)).as(leaks.size() + " secrets in " + TestLogs.folder()).isEmpty();
    }

    @Test
    void theLogsAreThoseOfTheWholeRun() throws IOException {
        List<String> registry = lines(TestLogs.folder().resolve("registry.log"));

        assertThat(registry).anyMatch(line -> line.contains(TestLogs.MARKER + "folder"))
                .anyMatch(line -> line.contains(TestLogs.MARKER + "s3"));
        assertThat(all("access")).anyMatch(line -> line.contains("/whoami") && line.contains(" 200 "))
                .anyMatch(line -> line.contains("/model.json") && line.contains(" 401 "));
        assertThat(all("packaged")).anyMatch(line -> line.contains("Listening on:"))
                .anyMatch(line -> line.contains("\"POST /models/"));
        assertThat(all("postgresql")).anyMatch(line -> line.contains("database system is ready"));
    }

    private static List<String> all(String kind) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path log : logs(kind)) {
            lines.addAll(lines(log));
        }
        return lines;
    }

    private static List<Path> logs(String kind) throws IOException {
        try (Stream<Path> files = Files.list(TestLogs.folder())) {
            return files.filter(file -> file.getFileName().toString().startsWith(kind)).toList();
        }
    }

    /** Bytes of any kind may be in a log. */
    private static List<String> lines(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
    }
}
