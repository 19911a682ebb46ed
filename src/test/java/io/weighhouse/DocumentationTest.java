package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.weighhouse.problem.ProblemType;

/** The pages say what the code does. */
class DocumentationTest {

    @Test
    void thePageOfRefusalsListsThemAll() throws IOException {
        Set<String> rows = rows("docs/problems.md", "\\| (\\d{3} \\| `[a-z-]+`) \\| .*");

        assertThat(rows).isEqualTo(Arrays.stream(ProblemType.values())
                .map(type -> type.status() + " | `" + type.slug() + "`").collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void thePageOfSettingsListsThemAll() throws IOException {
        Set<String> rows = rows("docs/configuration.md", "\\| `(weighhouse\\.[a-z0-9.-]+)` \\| .*");

        assertThat(rows).isEqualTo(settings());
    }

    @Test
    void everySettingHasAVariableOfItsOwnAndMayLieInAFile() {
        Map<String, String> variables = settings().stream().collect(Collectors.toMap(
                name -> name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), name -> name));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(variables, EnvConfigSource.ORDINAL)).build();

        assertThat(settings()).allSatisfy(name -> assertThat(config.getConfigValue(name).getRawValue()).isEqualTo(name));
        assertThat(variables.keySet()).as("the ending says that the value lies in a file")
                .noneMatch(name -> name.endsWith("_FILE"));
    }

    @Test
    void theFirstScreenOfTheReadmeIsAScreen() throws IOException {
        String firstScreen = Files.readString(Path.of("README.md")).split("\n## ")[0];

        assertThat(firstScreen.lines().count()).isLessThanOrEqualTo(40);
        assertThat(firstScreen).contains("./mvnw", "model.save", "tf.loadLayersModel", "curl");
    }

    @Test
    void everyTestThatTheThreatModelNamesExists() throws IOException {
        String table = Files.readString(Path.of("docs/security.md")).split("\n## ")[1];
        Set<String> named = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT|Suite|Check))`").matcher(table).results()
                .map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
        Set<String> existing = new ClassFileImporter().importPackages("io.weighhouse").stream().map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(20).isSubsetOf(existing);
        assertThat(table.lines().filter(line -> line.startsWith("|")).skip(2)).as("rows of the threat model")
                .hasSizeGreaterThan(20).allMatch(row -> row.matches(".*\\| `[^|]+` \\|"), "name their tests");
    }

    @Test
    void theSlugsAndSettingsOfTheOperationsPageExist() throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        Set<String> slugs = Arrays.stream(ProblemType.values()).map(ProblemType::slug).collect(Collectors.toSet());

        assertThat(found(page, "slug=~?\"([a-z|-]+)\"").stream().flatMap(list -> Stream.of(list.split("\\|"))))
                .hasSizeGreaterThan(3).allMatch(slugs::contains);
        assertThat(found(page, "`(weighhouse\\.[a-z0-9.-]+)`")).hasSizeGreaterThan(5).isSubsetOf(settings());
    }

    private static Set<String> found(String page, String pattern) {
        return Pattern.compile(pattern).matcher(page).results().map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void linksBetweenThePagesLeadSomewhere() throws IOException {
        for (String page : new String[] { "README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/api.md",
                "docs/architecture.md", "docs/operations.md", "docs/storage.md",
                "docs/security.md" }) {
            Path folder = Path.of(page).toAbsolutePath().getParent();
            Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)").matcher(Files.readString(Path.of(page))).results()
                    .map(link -> folder.resolve(link.group(1)))
                    .forEach(target -> assertThat(target).exists());
        }
    }

    private static Set<String> rows(String page, String row) throws IOException {
        Pattern pattern = Pattern.compile(row);
        try (Stream<String> lines = Files.lines(Path.of(page))) {
            return lines.map(pattern::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> settings() {
        return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.weighhouse")
                .stream()
                .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                .map(JavaClass::reflect)
                .flatMap(type -> settings(type.getAnnotation(ConfigMapping.class).prefix(), type))
                .filter(name -> !name.startsWith("weighhouse.embedded."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> settings(String prefix, Class<?> mapping) {
        return Arrays.stream(mapping.getDeclaredMethods()).filter(method -> !method.isSynthetic())
                .flatMap(method -> settings(prefix + "." + kebab(method.getName()), method));
    }

    private static Stream<String> settings(String name, Method method) {
        boolean group = method.getReturnType().getEnclosingClass() != null
                && method.getReturnType().getName().startsWith("io.weighhouse");
        return group ? settings(name, method.getReturnType()) : Stream.of(name);
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
