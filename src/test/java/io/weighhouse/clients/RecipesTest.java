package io.weighhouse.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.StoreResource;

/** The recipes work as they are pasted, on the folder of a real Keras model; what was pushed is then all there. */
@QuarkusTest
@TestProfile(OneCommandRun.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(StoreResource.class)
class RecipesTest {

    private static final PastedPage RECIPES = new PastedPage(Path.of("docs/recipes.md"));
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TestHTTPResource
    URI base;

    @TestFactory
    Stream<DynamicTest> everySnippetRunsAndTheWholeFolderArrives() throws IOException {
        String key = ConfigProvider.getConfig().getValue("weighhouse.admin-key", String.class);
        NodeProject project = NodeProject.installed();
        ReadersDesk desk = ReadersDesk.with(project, key);
        Path folder = desk.folder().resolve("web_model");
        ProgramRun made = project.run("converter-folder.mjs", LIMIT, List.of("--into", folder.toString()));
        assertThat(made.succeeded()).as(made::ending).isTrue();

        return Stream.concat(RECIPES.everySnippetRuns(desk, base), Stream.of(
                DynamicTest.dynamicTest("the folder is in the registry, file by file", () -> requireWhole(folder, key)),
                DynamicTest.dynamicTest("the archive that was fetched holds it too", () -> {
                    try (InputStream archive = Files.newInputStream(desk.folder().resolve("bundle.zip"))) {
                        assertThat(namesIn(archive)).isEqualTo(paths(folder));
                    }
                })));
    }

    private void requireWhole(Path folder, String key) throws IOException {
        Set<String> paths = paths(folder);
        assertThat(paths).hasSizeGreaterThan(50).contains("model.json", "assets/labels.txt", "group1-shard1of1.bin");
        for (String path : paths) {
            URLConnection file = base.resolve("/models/demo/pushed/1/" + path).toURL().openConnection();
            file.setRequestProperty("Authorization", "Bearer " + key);
            try (InputStream bytes = file.getInputStream()) {
                assertThat(bytes.readAllBytes()).as(path).isEqualTo(Files.readAllBytes(folder.resolve(path)));
            }
        }
    }

    private static Set<String> paths(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString())
                    .filter(path -> !path.startsWith(".")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> namesIn(InputStream archive) throws IOException {
        Set<String> names = new TreeSet<>();
        var zip = new ZipInputStream(archive);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            names.add(entry.getName());
        }
        return names;
    }
}
