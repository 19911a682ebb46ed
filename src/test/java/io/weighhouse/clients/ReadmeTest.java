package io.weighhouse.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.StoreResource;

/** What the README tells its reader to paste works: its blocks run in order, in one folder, against this registry. */
@QuarkusTest
@TestProfile(OneCommandRun.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(StoreResource.class)
class ReadmeTest {
    private static final Path README = Path.of("README.md");

    @TestHTTPResource
    URI base;

    @Test
    void readmeSavesAndLoadsWithNodeAndWithCurl() {
        var code = pasted().map(Snippet::code).toList();

        assertThat(code).anyMatch(text -> text.contains("@tensorflow/tfjs"));
        assertThat(code).anyMatch(text -> text.contains("curl"));
    }

    @TestFactory
    Stream<DynamicTest> everySnippetRuns() throws IOException {
        String key = ConfigProvider.getConfig().getValue("weighhouse.admin-key", String.class);
        var desk = ReadersDesk.with(NodeProject.installed(), key);
        String address = base.toString().replaceAll("/+$", "");

        return pasted().map(snippet -> DynamicTest.dynamicTest("README.md line %d".formatted(snippet.line()),
                () -> requireSuccess(desk, snippet.against(address))));
    }

    private static void requireSuccess(ReadersDesk desk, Snippet snippet) throws IOException {
        ProgramRun run = desk.paste(snippet);

        assertThat(run.succeeded()).as(run::ending).isTrue();
        assertThat(run.output() + run.errors()).doesNotContain("/problems/");
        assertThat(desk.refusals()).isEmpty();
    }

    private static Stream<Snippet> pasted() {
        return Snippet.in(README).stream().filter(snippet -> !snippet.isSetUp());
    }
}
