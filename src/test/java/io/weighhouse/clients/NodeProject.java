package io.weighhouse.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The npm project of {@code src/test/js}, installed under {@code target/js}: once a build, whatever number of test classes and
 * of forked JVMs ask for it. After the install nothing of it needs the network.
 */
final class NodeProject {
    private static final Path SOURCES = Path.of("src/test/js");
    private static final Path FOLDER = Path.of("target/js").toAbsolutePath();
    private static final List<String> WHAT_DECIDES_THE_INSTALL = List.of("package.json", "package-lock.json", ".npmrc");
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(10);
    private static final int OLDEST_NODE = 20;
    private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);

    private NodeProject() {
    }

    /** The project, ready to run. The lock is held across processes: two builds of one checkout do not install at once. */
    static synchronized NodeProject installed() {
        try {
            Files.createDirectories(FOLDER);
            try (var lockFile = FileChannel.open(FOLDER.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = lockFile.lock()) {
                assert lock.isValid();
                installWhereStale();
                copyScripts();
            }
            return new NodeProject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot install " + SOURCES + " under " + FOLDER, e);
        }
    }

    /** Where {@code node_modules} is. */
    Path folder() {
        return FOLDER;
    }

    /** Runs one of the project's scripts. */
    ProgramRun run(String script, Duration limit, List<String> arguments) {
        var command = Stream.concat(Stream.of("node", script), arguments.stream()).toList();
        return ProgramRun.of(FOLDER, Map.of(), limit, command);
    }

    private static void installWhereStale() throws IOException {
        Path stamp = FOLDER.resolve("node_modules/.installed");
        String wanted = requireNode() + fingerprint();
        if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
            return;
        }
        for (String file : WHAT_DECIDES_THE_INSTALL) {
            copy(file);
        }
        ProgramRun install = ProgramRun.of(FOLDER, Map.of(), INSTALL_LIMIT, List.of("npm", "ci"));
        if (!install.succeeded()) {
            throw new IllegalStateException("The JavaScript clients cannot be installed: " + install.ending());
        }
        Files.writeString(stamp, wanted);
    }

    private static String requireNode() {
        String needed = "The tests with real TensorFlow.js clients need Node %d or newer with npm on the PATH"
                .formatted(OLDEST_NODE);
        try {
            ProgramRun node = ProgramRun.of(FOLDER, Map.of(), Duration.ofMinutes(1), List.of("node", "--version"));
            var version = NODE_VERSION.matcher(node.output());
            if (!version.matches() || Integer.parseInt(version.group(1)) < OLDEST_NODE) {
                throw new IllegalStateException("%s; found: %s".formatted(needed, node.ending()));
            }
            return node.output();
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(needed, e);
        }
    }

    private static String fingerprint() throws IOException {
        var text = new StringBuilder();
        for (String file : WHAT_DECIDES_THE_INSTALL) {
            text.append(Files.readString(SOURCES.resolve(file)));
        }
        return text.toString();
    }

    private static void copyScripts() throws IOException {
        try (Stream<Path> scripts = Files.list(SOURCES)) {
            for (Path script : scripts.filter(file -> file.toString().endsWith(".mjs")).toList()) {
                copy(script.getFileName().toString());
            }
        }
    }

    private static void copy(String file) throws IOException {
        Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
}
