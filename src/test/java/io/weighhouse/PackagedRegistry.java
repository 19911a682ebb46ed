package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.weighhouse.logs.TestLogs;

/**
 * The packaged service as its user starts it: a process of its own in a working folder of the test. The jar is the one that
 * the build has just made, so that only tests after the package phase ({@code *IT}) may use it.
 */
public final class PackagedRegistry implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();
    private static final String JAVA = System.getProperty("registry.java",
            Path.of(System.getProperty("java.home"), "bin", "java").toString());
    /** Few of these processes live long enough for the second compiler to pay; a recorded one must live as it will. */
    private static final List<String> OPTIONS = System.getProperty("aot.cache") != null
            ? List.of("-Xmx256m")
            : List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path folder;
    private final Path output;
    private final int port = freePort();
    private final int managementPort = freePort();
    private final Process process;

    private PackagedRegistry(List<String> prefix, Path folder, Map<String, String> environment, String... arguments) {
        try {
            this.folder = folder;
            this.output = Files.createTempFile(folder, "output-", ".log");
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(prefix))
                    .directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.command().add(JAVA);
            builder.command().addAll(OPTIONS);
            builder.command().addAll(List.of("-jar", JAR.toString()));
            builder.command().addAll(List.of(arguments));
            builder.environment().keySet().removeIf(name -> name.startsWith("WEIGHHOUSE_") || name.startsWith("QUARKUS_"));
            builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
            builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
            builder.environment().put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true");
            builder.environment().putAll(environment);
            this.process = builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts it in {@code folder}, where its data folder {@code data} is made, and returns at once. */
    public static PackagedRegistry launch(Path folder, Map<String, String> environment, String... arguments) {
        return new PackagedRegistry(List.of(), folder, environment, arguments);
    }

    /** The same by a command that prepares something for the process and then becomes it. */
    public static PackagedRegistry launchBehind(List<String> command, Path folder, Map<String, String> environment) {
        return new PackagedRegistry(command, folder, environment);
    }

    /** Starts it in {@code folder} and waits until it is ready for a save. */
    public static PackagedRegistry start(Path folder, Map<String, String> environment) {
        return launch(folder, environment).awaitReady();
    }

    public static PackagedRegistry start(Path folder) {
        return start(folder, Map.of());
    }

    public PackagedRegistry awaitReady() {
        return awaitOutput("Listening on:");
    }

    public PackagedRegistry awaitOutput(String text) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!output().contains(text)) {
            assertThat(process.isAlive()).as(() -> "ended before it said " + text + ": " + output()).isTrue();
            assertThat(Instant.now()).as(this::output).isBefore(end);
            pause();
        }
        return this;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    public URI managementUri(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(managementPort, path));
    }

    public int port() {
        return port;
    }

    public Path dataFolder() {
        return folder.resolve("data");
    }

    /** The key that the registry made at its first start. */
    public String adminKey() {
        try {
            return Files.readString(dataFolder().resolve("admin.key")).strip();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** All that was written to standard output and standard error so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** The embedded PostgreSQL that works in the data folder: its server and all its children. */
    public List<ProcessHandle> postgres() {
        String cluster = dataFolder().resolve("postgresql").resolve("cluster").toAbsolutePath().toString();
        return ProcessHandle.allProcesses()
                .filter(candidate -> Stream.of(candidate.info().arguments().orElse(new String[0])).anyMatch(cluster::equals))
                .flatMap(server -> Stream.concat(Stream.of(server), server.descendants()))
                .toList();
    }

    /** SIGTERM; returns the exit status once it has ended. */
    public int terminate() {
        process.destroy();
        return exitStatus();
    }

    /** {@code kill -9} of the registry alone: its PostgreSQL goes on. */
    public void kill() {
        process.destroyForcibly();
        exitStatus();
    }

    /** {@code kill -9} of the registry and of its PostgreSQL with all children, as a power cut would. */
    public void killEverything() {
        List<ProcessHandle> all = postgres();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        exitStatus();
        while (!all.stream().allMatch(PackagedRegistry::hasEnded)) {
            pause();
        }
    }

    /** Also true of a process that waits for its parent, or for nobody, to take its exit status. */
    public static boolean hasEnded(ProcessHandle process) {
        return process.info().command().isEmpty();
    }

    public int exitStatus() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(this::output).isTrue();
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Leaves no process behind, whatever the test did. */
    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
        postgres().forEach(ProcessHandle::destroyForcibly);
        TestLogs.keep(output, "packaged");
        TestLogs.keep(dataFolder().resolve("postgresql/server.log"), "postgresql");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
