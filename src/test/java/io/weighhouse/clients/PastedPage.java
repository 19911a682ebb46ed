package io.weighhouse.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

/** A page whose blocks its readers paste, one after another, in one folder. */
record PastedPage(Path page) {

    Stream<Snippet> snippets() {
        return Snippet.in(page).stream().filter(snippet -> !snippet.isSetUp());
    }

    /** One test a block, run in the order of the page against the registry at that address. */
    Stream<DynamicTest> everySnippetRuns(ReadersDesk desk, URI base) {
        String address = base.toString().replaceAll("/+$", "");
        return snippets().map(snippet -> DynamicTest.dynamicTest("%s line %d".formatted(page, snippet.line()),
                () -> requireSuccess(desk, snippet.against(address))));
    }

    private static void requireSuccess(ReadersDesk desk, Snippet snippet) throws IOException {
        ProgramRun run = desk.paste(snippet);

        assertThat(run.succeeded()).as(run::ending).isTrue();
        assertThat(run.output() + run.errors()).doesNotContain("/problems/");
        assertThat(desk.refusals()).isEmpty();
    }
}
