package io.weighhouse.clients;

import java.net.URI;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.StoreResource;

/** Tables and comparisons of real and built models say what TensorFlow.js says of them. */
@QuarkusTest
@TestProfile(OneCommandRun.class)
@WithTestResource(PostgresResource.class)
@WithTestResource(StoreResource.class)
class InspectTest {
    @TestHTTPResource
    URI base;

    @TestFactory
    Stream<DynamicTest> tablesAndDiffsAgreeWithTensorFlow() {
        return JavaScriptClients.of(base, ConfigProvider.getConfig().getValue("weighhouse.admin-key", String.class)).inspect();
    }
}
