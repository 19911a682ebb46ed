package io.weighhouse.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder in which a reader of the pages stands: the started registry's data folder with the admin key's file is in it, and
 * {@code npm install} finds the packages already there, so that pasting needs no network.
 */
final class ReadersDesk {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NPM_THAT_IS_DONE = """
            #!/bin/sh
            # npm install <package>...: succeeds for what is installed
            case $1 in install | i) shift ;; *) exit 1 ;; esac
            for package; do
                case $package in -*) ;; *) test -d "../node_modules/${package%@[0-9]*}" || exit 1 ;; esac
            done
            """;

    private final Path folder;

    private ReadersDesk(Path folder) {
        this.folder = folder;
    }

    static ReadersDesk with(NodeProject project, String key) throws IOException {
        Path folder = Files.createTempDirectory(project.folder(), "readme");
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/admin.key"), key + "\n");
        Path npm = Files.writeString(Files.createDirectories(folder.resolve("bin")).resolve("npm"), NPM_THAT_IS_DONE);
        Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ReadersDesk(folder);
    }

    /** Where the reader stands. */
    Path folder() {
        return folder;
    }

    /** Runs a block as if it were pasted here; in a shell every command must succeed, not only the last one. */
    ProgramRun paste(Snippet snippet) throws IOException {
        boolean shell = snippet.language().equals("sh");
        Path script = folder.resolve("bin/line-%d.%s".formatted(snippet.line(), shell ? "sh" : "mjs"));
        Files.writeString(script, snippet.code());
        var environment = Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        var command = shell ? List.of("sh", "-e", script.toString()) : List.of("node", script.toString());
        return ProgramRun.of(folder, environment, LIMIT, command);
    }

    /** Files that hold a problem where a load should have been: curl calls such an answer a success. */
    List<Path> refusals() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).filter(ReadersDesk::holdsProblem).toList();
        }
    }

    private static boolean holdsProblem(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("/problems/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
