package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same floors as {@link SupplyChainTest}, held against every library that is really packaged. */
class SupplyChainIT {

    private static final Path LIBRARIES = Path.of("target", "quarkus-app", "lib");

    /** Jackson's annotations are released for the minor version only. */
    @ParameterizedTest
    @CsvSource({ //
            "io\\.netty\\.netty-(?!tcnative|jni).*?, 4.1.138.Final, 10",
            "com\\.fasterxml\\.jackson\\.core\\.jackson-annotations, 2.22, 1",
            "com\\.fasterxml\\.jackson\\.(?!core\\.jackson-annotations).*?, 2.22.1, 6" })
    void nothingPackagedIsOlderThanItsFloor(String library, String floor, int atLeast) throws IOException {
        Pattern jar = Pattern.compile(library + "-(\\d[\\w.]*?)(?:-(?:linux|osx|windows)[\\w-]*)?\\.jar");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(LIBRARIES)) {
            files.map(file -> jar.matcher(file.getFileName().toString())).filter(Matcher::matches).forEach(match -> {
                assertThat(Version.parse(match.group(1))).as(match.group()).isGreaterThanOrEqualTo(Version.parse(floor));
                found.add(match.group());
            });
        }

        System.out.println("Floor " + floor + ": " + found);
        assertThat(found).hasSizeGreaterThanOrEqualTo(atLeast);
    }
}
