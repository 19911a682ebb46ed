package io.weighhouse.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.weighhouse.DocumentedSettings;

/** What goes to a cluster fits its API, our policies, itself and the application; and each of these checks can fail. */
class ManifestsTest {

    private static final Path K8S = Path.of("k8s");
    private static final String[] COMPONENTS = { "hpa", "gateway", "ingress", "monitoring", "cloudnative-pg", "dev-postgresql",
            "dev-s3" };
    private static final int OLDEST_KUBECTL = 21;

    @Test
    void thePlainFilesHaveNoFaults() throws IOException {
        assertThat(faults(plainFiles())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "dev", "prod", "prod-native" })
    void theRenderedOverlayHasNoFaults(String overlay) throws Exception {
        assumeTrue(kubectlRenders(), "no kubectl of 1.21 or later on the PATH: overlays are not rendered");

        ManifestSet rendered = ManifestSet.of(run("kubectl", "kustomize", K8S.resolve("overlays/" + overlay).toString()));

        assertThat(rendered.all()).hasSizeGreaterThan(10);
        assertThat(faults(rendered)).isEmpty();
        assertThat(rendered.ofKind("Namespace").map(namespace -> namespace.at(
                "/metadata/labels/pod-security.kubernetes.io~1enforce").asText())).containsExactly("restricted");
        String namespace = rendered.ofKind("Namespace").findFirst().orElseThrow().name();
        assertThat(rendered.all()).filteredOn(manifest -> !manifest.kind().equals("Namespace"))
                .allMatch(manifest -> manifest.at("/metadata/namespace").asText().equals(namespace));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneFaultEach")
    void refuses(String what, JsonNode fixture) throws IOException {
        ManifestSet broken = broken(fixture);

        assertThat(faults(broken)).as(what).hasSize(1).first().asString().contains(fixture.path("said").asText());
    }

    static Stream<Arguments> oneFaultEach() throws IOException {
        JsonNode fixtures = new YAMLMapper().readTree(Path.of("src/test/resources/manifest-faults.yaml").toFile());
        assertThat(fixtures).hasSizeGreaterThanOrEqualTo(15);
        return Manifest.elements(fixtures)
                .map(fixture -> Arguments.of(fixture.path("what").asText(), fixture));
    }

    private static ManifestSet broken(JsonNode fixture) {
        ManifestSet set = plainFiles();
        String[] owner = fixture.path("in").asText().split("/");
        JsonNode node = set.find(owner[0], owner[1]).orElseThrow().node();
        JsonPointer at = JsonPointer.compile(fixture.path("at").asText());
        String key = at.last().getMatchingProperty();
        if (node.at(at.head()) instanceof ArrayNode array) {
            array.set(Integer.parseInt(key), fixture.path("value"));
        } else if (fixture.has("value")) {
            ((ObjectNode) node.at(at.head())).set(key, fixture.path("value"));
        } else {
            assertThat(((ObjectNode) node.at(at.head())).remove(key)).isNotNull();
        }
        return set;
    }

    private static List<String> faults(ManifestSet set) throws IOException {
        var references = new ReferenceRules(DocumentedSettings.asVariables(), secrets());
        return Stream.of(SchemaRules.faults(set), PodRules.faults(set), references.faults(set), WayInRules.faults(set))
                .flatMap(faults -> faults).toList();
    }

    /** Base and all components as their files say, without the patches. */
    private static ManifestSet plainFiles() {
        return ManifestSet.ofFiles(Stream.concat(Stream.of(K8S.resolve("base")),
                Stream.of(COMPONENTS).map(component -> K8S.resolve("components").resolve(component))).toArray(Path[]::new));
    }

    /** Those that the page tells the operator to make. */
    private static Set<String> secrets() throws IOException {
        return DocumentedSettings.rows(K8S.resolve("README.md"), "\\| `([a-z0-9-]+/[a-z0-9-]+)` \\| .*");
    }

    private static boolean kubectlRenders() throws Exception {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        if (!installed) {
            return false;
        }
        var version = Pattern.compile("v1\\.(\\d+)").matcher(run("kubectl", "version", "--client"));
        return version.find() && Integer.parseInt(version.group(1)) >= OLDEST_KUBECTL;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return output;
    }
}
