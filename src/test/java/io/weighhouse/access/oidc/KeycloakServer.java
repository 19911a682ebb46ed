package io.weighhouse.access.oidc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Keycloak as its distribution unpacks, in a process of its own: {@code kc.sh start-dev}. */
final class KeycloakServer implements AutoCloseable {

    static final String USER = "admin";
    static final String PASSWORD = "admin-of-the-tests";

    private static final Path UNPACKED = Path.of("target", "keycloak").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Process process;
    private final Path output;
    private final int port;

    private KeycloakServer(Process process, Path output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    static KeycloakServer started() throws IOException, InterruptedException {
        Path script = script();
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path output = Files.createTempFile(UNPACKED, "output-", ".log");
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "start-dev", "--http-host=127.0.0.1",
                "--http-port=" + port, "--cache=local", "--db=dev-mem").redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", USER);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
        KeycloakServer server = new KeycloakServer(builder.start(), output, port);
        server.awaitListening();
        return server;
    }

    private static Path script() throws IOException {
        try (Stream<Path> releases = Files.exists(UNPACKED) ? Files.list(UNPACKED) : Stream.of()) {
            return releases.map(release -> release.resolve("bin/kc.sh")).filter(Files::exists).findFirst()
                    .orElseThrow(() -> new IllegalStateException("There is no Keycloak under " + UNPACKED
                            + ": run ./mvnw test -Dkeycloak -Dtest=KeycloakSuite"));
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!Files.readString(output).contains("Listening on:")) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                close();
                throw new IllegalStateException("Keycloak did not start: " + Files.readString(output));
            }
            Thread.sleep(200);
        }
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    /** The script's own child is the server. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
