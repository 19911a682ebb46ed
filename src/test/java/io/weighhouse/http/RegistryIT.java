package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.weighhouse.embedded.PostgresResource;

/** The packaged registry, a jar or with {@code -Dnative} an executable, does what its classes do. */
@QuarkusIntegrationTest
@WithTestResource(PostgresResource.class)
@WithTestResource(StoreResource.class)
class RegistryIT {

    @TestHTTPResource
    URI base;

    private RegistryClient admin;

    @BeforeEach
    void client() {
        admin = RegistryClient.admin(base, PostgresResource.ADMIN_KEY);
    }

    @Test
    void givesBackWhatWasSaved() {
        TinyModel model = TinyModel.dense(1);

        int version = admin.save("/models/packaged/line", model).is(201).json().getInt("version");

        assertThat(admin.get("/models/packaged/line/" + version + "/model.json").is(200).bytes()).isEqualTo(model.content(0));
        assertThat(admin.get("/models/packaged/line/" + version + "/model.weights.bin").is(200).bytes())
                .isEqualTo(model.content(1));
        assertThat(admin.get("/models/packaged/line/" + version + "/model.weights.bin", "Range", "bytes=1-2").is(206).bytes())
                .isEqualTo(java.util.Arrays.copyOfRange(model.content(1), 1, 3));
    }

    @Test
    void refusesWeightsThatAreTooShort() {
        admin.save("/models/packaged/short", TinyModel.dense(2).truncatedBy(1)).is(422);
    }

    @Test
    void describesModelsAndTables() {
        admin.save("/models/packaged/described", TinyModel.dense(3)).is(201);

        assertThat(admin.get("/api/v1/models/packaged/described").is(200).json().getString("name")).isNotEmpty();
        admin.get("/api/v1/models").is(200);
        admin.get("/models/packaged/described/1/bundle.zip").is(200);
        admin.get("/models/packaged/described/1/artifacts.json").is(200);
    }
}
