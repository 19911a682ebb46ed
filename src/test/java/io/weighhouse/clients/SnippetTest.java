package io.weighhouse.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of a page are found as a reader sees them. */
class SnippetTest {
    @TempDir
    Path folder;

    @Test
    void findsShellAndJavaScriptBlocksInOrderWithTheirLines() throws IOException {
        Path page = page("""
                # Title

                ```sh
                ./mvnw quarkus:run
                ```
                text with ```code``` in it
                ```json
                {}
                ```

                ```js
                const a = `b`;
                ```
                ```sh
                curl http://localhost:8080/models/a/b/model.json
                ```
                """);

        assertThat(Snippet.in(page)).containsExactly(
                new Snippet("sh", 3, "./mvnw quarkus:run\n"),
                new Snippet("js", 11, "const a = `b`;\n"),
                new Snippet("sh", 14, "curl http://localhost:8080/models/a/b/model.json\n"));
    }

    @Test
    void tellsSetUpFromWhatIsPastedIntoARunningRegistry() throws IOException {
        Path page = page("""
                ```sh
                git clone https://example.org/weighhouse
                ```
                ```sh
                WEIGHHOUSE_OPEN=true ./mvnw quarkus:run
                ```
                ```sh
                curl http://localhost:8080/
                ```
                """);

        assertThat(Snippet.in(page)).extracting(Snippet::isSetUp).containsExactly(true, true, false);
    }

    @Test
    void leadsToTheRegistryUnderTest() {
        var snippet = new Snippet("js", 1, "fetch('http://localhost:8080/upload')");

        assertThat(snippet.against("http://localhost:4711").code()).isEqualTo("fetch('http://localhost:4711/upload')");
    }

    private Path page(String text) throws IOException {
        return Files.writeString(folder.resolve("page.md"), text);
    }
}
