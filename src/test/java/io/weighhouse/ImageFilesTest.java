package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** The files that make images, as far as they can be judged without a container engine. */
class ImageFilesTest {

    private static final Path DOCKER = Path.of("src", "main", "docker");

    @Test
    void composeNamesOnlySettingsThatThereAre() throws IOException {
        JsonNode services = compose();

        List<String> variables = names(services.at("/registry/environment"));
        variables.remove("JDK_JAVA_OPTIONS");
        assertThat(variables).hasSizeGreaterThan(5).isSubsetOf(DocumentedSettings.asVariables());
    }

    @Test
    void composeLeadsTheRegistryToItsOwnServices() throws IOException {
        JsonNode services = compose();
        JsonNode settings = services.at("/registry/environment");

        assertThat(settings.path("WEIGHHOUSE_DATABASE_URL").asText()).isEqualTo("postgresql://postgresql:5432/"
                + services.at("/postgresql/environment/POSTGRES_DB").asText());
        assertThat(settings.path("WEIGHHOUSE_DATABASE_PASSWORD"))
                .isEqualTo(services.at("/postgresql/environment/POSTGRES_PASSWORD"));
        assertThat(settings.path("WEIGHHOUSE_S3_ACCESS_KEY")).isEqualTo(services.at("/s3/environment/MINIO_ROOT_USER"));
        assertThat(settings.path("WEIGHHOUSE_S3_SECRET_KEY")).isEqualTo(services.at("/s3/environment/MINIO_ROOT_PASSWORD"));
        assertThat(services.at("/s3/entrypoint/2").asText())
                .contains("/data/" + settings.path("WEIGHHOUSE_S3_BUCKET").asText() + " ");
        assertThat(services.at("/registry/read_only").asBoolean()).isTrue();
        assertThat(services.at("/registry/ports/0").asText()).startsWith("127.0.0.1:");
        assertThat(Path.of("src/main/docker").resolve(services.at("/registry/build/context").asText())
                .resolve(services.at("/registry/build/dockerfile").asText())).exists();
        assertThat(services.findValuesAsText("image")).hasSize(3).noneMatch(image -> image.endsWith(":latest"))
                .allMatch(image -> image.contains(":"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "Dockerfile.jvm", "Dockerfile.native-micro" })
    void imagesRunAsNobodyWithoutAShell(String name) throws IOException {
        String file = Files.readString(DOCKER.resolve(name));
        String last = file.substring(file.lastIndexOf("\nFROM "));

        assertThat(last).containsPattern("\nUSER [1-9]\\d+:[1-9]\\d+\n").containsPattern("\nENTRYPOINT \\[\"/")
                .doesNotContain("\nRUN ").contains("\nEXPOSE 8080 9000\n");
        assertThat(Pattern.compile("(?m)^FROM (\\S+)").matcher(file).results().map(from -> from.group(1)))
                .isNotEmpty().noneMatch(image -> image.endsWith(":latest"));
    }

    /** A class or folder that a Dockerfile names is one of the build's. */
    @Test
    void theTrainingIsATest() throws IOException {
        String file = Files.readString(DOCKER.resolve("Dockerfile.jvm"));

        MatchResult tests = Pattern.compile("-Dit\\.test=(\\S+)").matcher(file).results().findFirst().orElseThrow();
        for (String test : tests.group(1).split(",")) {
            assertThat(Path.of("src/test/java/io/weighhouse", test + ".java")).exists();
        }
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper().readTree(DOCKER.resolve("compose.yaml").toFile()).path("services");
    }

    private static List<String> names(JsonNode map) {
        List<String> names = new ArrayList<>();
        map.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
