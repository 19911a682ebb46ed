package io.weighhouse.clients;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.weighhouse.access.oidc.IssuerResource;
import io.weighhouse.access.oidc.TokenWish;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.StoreResource;

/** TensorFlow.js in Chromium: models of the browser's own stores, its downloads and its files, from another origin. */
@QuarkusTest
@TestProfile(OneCommandRun.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(StoreResource.class)
@WithTestResource(IssuerResource.class)
class BrowserTest {

    @TestHTTPResource
    URI base;

    @TestFactory
    Stream<DynamicTest> modelsGoBetweenTheBrowserAndTheRegistry() {
        Optional<Path> chromium = onPath("chromium").or(() -> onPath("chromium-browser")).or(() -> onPath("google-chrome"));
        Assumptions.assumeTrue(chromium.isPresent(), "There is no Chromium on the PATH: nothing was tried in a browser");
        String key = ConfigProvider.getConfig().getValue("weighhouse.admin-key", String.class);
        return JavaScriptClients.of(base, key)
                .browser(chromium.get(), IssuerResource.issuer().token(TokenWish.granting("*:admin")));
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }
}
