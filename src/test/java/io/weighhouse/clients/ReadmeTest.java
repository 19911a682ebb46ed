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

    private static final PastedPage README = new PastedPage(Path.of("README.md"));

    @TestHTTPResource
    URI base;

    @Test
    void readmeSavesAndLoadsWithNodeAndWithCurl() {
        var code = README.snippets().map(Snippet::code).toList();

        assertThat(code).anyMatch(text -> text.contains("@tensorflow/tfjs"));
        assertThat(code).anyMatch(text -> text.contains("curl"));
    }

    @TestFactory
    Stream<DynamicTest> everySnippetRuns() throws IOException {
        String key = ConfigProvider.getConfig().getValue("weighhouse.admin-key", String.class);
        return README.everySnippetRuns(ReadersDesk.with(NodeProject.installed(), key), base);
    }
}
