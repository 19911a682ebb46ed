package io.weighhouse.clients;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import java.net.URI;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DynamicContainer;
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

/** Real TensorFlow.js in Node saves to and loads from this registry, as its users do. */
@QuarkusTest
@TestProfile(OneCommandRun.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(StoreResource.class)
@WithTestResource(IssuerResource.class)
class TfjsClientsTest {
    @TestHTTPResource
    URI base;

    @TestFactory
    Stream<DynamicContainer> everyReleaseSavesAndLoads() {
        var clients = clients();

        return Stream.of("0.14", "1.7", "2.8", "3.21", "4.22")
                .map(release -> dynamicContainer("tfjs " + release,
                        clients.release(release, IssuerResource.issuer().token(TokenWish.granting("*:admin")))));
    }

    @TestFactory
    Stream<DynamicContainer> realModelsAreSavedAsConverterFoldersAndPredict() {
        var clients = clients();

        return Stream.of("mobilenet_v2", "mobilenet_v2_mid", "inception_v3")
                .map(model -> dynamicContainer(model, clients.realModel(model)));
    }

    @TestFactory
    Stream<DynamicTest> bundlesLoadWhereThereIsNoRegistry() {
        return clients().bundles();
    }

    private JavaScriptClients clients() {
        return JavaScriptClients.of(base, ConfigProvider.getConfig().getValue("weighhouse.admin-key", String.class));
    }
}
