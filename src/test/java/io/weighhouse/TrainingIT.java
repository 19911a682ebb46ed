package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.TinyModel;
import io.weighhouse.storage.s3.S3ProxyServer;

/**
 * Records what the packaged registry loads and runs hot while it serves, into the file of {@code -Daot.cache}: an AOT cache
 * of JDK 25, which image builds lay beside the jar. The JVM that {@code -Dregistry.java} names must be the image's own.
 */
@EnabledIfSystemProperty(named = "aot.cache", matches = ".+")
class TrainingIT {

    private static final Path CACHE = Path.of(System.getProperty("aot.cache", "app.aot")).toAbsolutePath();
    /** Those of the image that decide how objects lie in memory. */
    private static final String OPTIONS = System.getProperty("training.options", "");
    private static final int CLIENTS = 8;
    private static final int ROUNDS = Integer.getInteger("training.rounds", 1000);
    private static final int WEIGHT_BYTES = 9000;

    @TempDir
    Path folder;

    @Test
    @SuppressWarnings("try") // S3Proxy itself may throw anything when it stops
    void recordsSavesAndLoads() throws Exception {
        try (S3ProxyServer store = S3ProxyServer.started();
                PackagedRegistry registry = PackagedRegistry.start(folder, environment(store))) {
            RegistryClient admin = RegistryClient.admin(registry.uri("/"), PostgresResource.ADMIN_KEY);
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            var served = clients.invokeAll(IntStream.range(0, CLIENTS)
                    .<Callable<Void>> mapToObj(client -> () -> serve(admin, client)).toList());
            clients.shutdown();
            assertThat(clients.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
            for (var one : served) {
                one.get();
            }

            registry.terminate();

            assertThat(CACHE).as(registry::output).isNotEmptyFile();
        }
    }

    private static Void serve(RegistryClient admin, int client) {
        String model = "/models/training/client-" + client;
        for (int round = 0; round < ROUNDS; round++) {
            int version = admin.save(model, model(round * CLIENTS + client)).is(201).json().getInt("version");
            for (String file : List.of("/model.json", "/" + version + "/model.json", "/" + version + "/model.weights.bin")) {
                admin.get(model + file).is(200);
            }
        }
        admin.get("/api/v1/models").is(200);
        admin.send("DELETE", "/api/v1" + model + "/versions/1", BodyPublishers.noBody());
        return null;
    }

    private static TinyModel model(int seed) {
        return TinyModel
                .of(TinyModel.modelFile(
                        "\"weightsManifest\":" + TinyModel.manifest("model.weights.bin", WEIGHT_BYTES / Float.BYTES)))
                .with("model.weights.bin", TinyModel.bytes(WEIGHT_BYTES, seed));
    }

    private static Map<String, String> environment(S3ProxyServer store) {
        Map<String, String> settings = new HashMap<>(new PostgresResource().start());
        settings.putAll(store.configuration());
        Map<String, String> environment = new HashMap<>();
        settings.forEach((name, value) -> environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("JDK_JAVA_OPTIONS", "-XX:AOTCacheOutput=" + CACHE + " " + OPTIONS);
        return environment;
    }
}
