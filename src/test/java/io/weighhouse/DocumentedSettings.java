package io.weighhouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of docs/configuration.md, which {@link DocumentationTest} holds against the code; Quarkus' own by their mention.
 */
public final class DocumentedSettings {

    private static final Path PAGE = Path.of("docs", "configuration.md");

    private DocumentedSettings() {
    }

    /** In the environment's spelling. */
    public static Set<String> asVariables() throws IOException {
        return Stream.concat(rows(PAGE, "\\| `(weighhouse\\.[a-z0-9.-]+)` \\| .*").stream(),
                Pattern.compile("`(quarkus\\.[a-z0-9.-]+)`").matcher(Files.readString(PAGE)).results()
                        .map(mention -> mention.group(1)))
                .map(name -> name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first group of each line of a page that matches. */
    public static Set<String> rows(Path page, String row) throws IOException {
        Pattern pattern = Pattern.compile(row);
        try (Stream<String> lines = Files.lines(page)) {
            return lines.map(pattern::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
