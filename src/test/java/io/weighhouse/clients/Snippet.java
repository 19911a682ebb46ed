package io.weighhouse.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A fenced block of a Markdown page that a reader pastes: {@code sh} or {@code js}. */
record Snippet(String language, int line, String code) {

    private static final Pattern FENCE = Pattern.compile("^```(\\w+)[^\\n]*\\n(.*?)^```[ \\t]*$",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SET_UP = Pattern.compile("(^|\\s)(\\./mvnw|git clone|java -jar)\\s");

    /** All blocks of the two languages, in the order of the page. */
    static List<Snippet> in(Path page) {
        try {
            String text = Files.readString(page);
            return FENCE.matcher(text).results()
                    .map(fence -> new Snippet(fence.group(1), lineOf(text, fence.start()), fence.group(2)))
                    .filter(snippet -> snippet.language().matches("sh|js"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + page, e);
        }
    }

    /** Fetching and starting the registry is what the build does around the tests. */
    boolean isSetUp() {
        return language.equals("sh") && SET_UP.matcher(code).find();
    }

    Snippet against(String base) {
        return new Snippet(language, line, code.replace("http://localhost:8080", base));
    }

    private static int lineOf(String text, int offset) {
        return (int) text.substring(0, offset).lines().count() + 1;
    }
}
