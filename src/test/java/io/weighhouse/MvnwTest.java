package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

class MvnwTest {

    private static final List<String> TOOLS = List.of("sh", "java", "awk", "cat", "curl", "cut", "dirname", "gzip", "head",
            "mkdir", "mktemp", "mv", "rm", "sed", "sha512sum", "tar");

    @TempDir
    Path folder;

    private HttpServer site;
    private final List<String> fetched = new ArrayList<>();
    private byte[] archive;

    @BeforeEach
    void serveAnArchive() throws Exception {
        archive = archiveWithMaven("echo fetched maven: \"$@\"");
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            fetched.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, archive.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(archive);
            }
        });
        site.start();
        Files.createDirectory(folder.resolve("bin"));
        for (String tool : TOOLS) {
            program(tool, "exec %s \"$@\"".formatted(whereIs(tool)));
        }
    }

    @AfterEach
    void stopSite() {
        site.stop(0);
    }

    @Test
    void fetchesThePinnedMavenOnceWhereNoneIsInstalled() throws Exception {
        Answer first = mvnw(sha512(archive), "verify", "-Dx=a b");
        Answer second = mvnw(sha512(archive), "test");

        assertThat(first.status()).as(first.output()).isZero();
        assertThat(first.output()).contains("fetched maven: verify -Dx=a b");
        assertThat(second.output()).contains("fetched maven: test");
        assertThat(fetched).singleElement().asString()
                .matches("/maven/maven-3/([0-9.]+)/binaries/apache-maven-\\1-bin\\.tar\\.gz");
    }

    @Test
    void refusesAnArchiveWithAnotherChecksumAndKeepsNothing() throws Exception {
        Answer answer = mvnw("0".repeat(128), "verify");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.output()).contains("has SHA-512 " + sha512(archive) + " instead of 000")
                .doesNotContain("fetched maven");
        assertThat(folder.resolve("m2/wrapper")).isEmptyDirectory();
    }

    @Test
    void usesAnInstalledMavenThatIsNewEnough() throws Exception {
        install("3.8.7");

        Answer answer = mvnw(sha512(archive), "verify");

        assertThat(answer.output()).contains("installed maven: verify");
        assertThat(fetched).isEmpty();
    }

    @Test
    void passesOverAnInstalledMavenThatIsTooOld() throws Exception {
        install("3.8.6");

        Answer answer = mvnw(sha512(archive), "verify");

        assertThat(answer.output()).contains("fetched maven: verify");
    }

    @Test
    void comparesVersionsAsNumbers() throws Exception {
        install("3.10.1");

        Answer answer = mvnw(sha512(archive), "verify");

        assertThat(answer.output()).contains("installed maven: verify");
    }

    private record Answer(int status, String output) {
    }

    private Answer mvnw(String sha512, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(whereIs("sh").toString(), Path.of("mvnw").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", folder.resolve("bin").toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("MAVEN_USER_HOME", folder.resolve("m2").toString());
        builder.environment().put("MVNW_REPOURL", "http://127.0.0.1:%d/".formatted(site.getAddress().getPort()));
        builder.environment().put("MVNW_SHA512", sha512);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    private void install(String version) throws IOException {
        program("mvn", """
                if [ "$1" = --version ]; then echo "Apache Maven %s (abc)"; else echo installed maven: "$@"; fi
                """.formatted(version));
    }

    private void program(String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve("bin").resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path whereIs(String tool) {
        return List.of(System.getenv("PATH").split(":")).stream().map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable).findFirst().orElseThrow();
    }

    private static byte[] archiveWithMaven(String script) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            byte[] program = ("#!/bin/sh\n" + script + "\n").getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry("apache-maven/bin/mvn");
            entry.setMode(0755);
            entry.setSize(program.length);
            tar.putArchiveEntry(entry);
            tar.write(program);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static String sha512(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    }
}
