package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.Answer;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.TinyModel;

/** SIGTERM: proxies are told, what runs may end, what goes on too long is cut, and nobody loses anything. */
class GracefulStopIT {

    private static final int RESTARTS = Integer.getInteger("restarts", 4);
    private static final int SAVERS = 2;
    private static final int LOADERS = 3;
    private static final TinyModel LARGE = TinyModel
            .of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", 2_500_000)))
            .with("w.bin", TinyModel.bytes(10_000_000, 7));

    private Neighbours neighbours;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        neighbours = Neighbours.started();
    }

    @AfterEach
    void stop() {
        neighbours.close();
    }

    @Test
    void whatRunsMayEndAndProxiesAreTold() throws Exception {
        try (PackagedRegistry registry = replica(folder, Map.of("QUARKUS_SHUTDOWN_DELAY", "2s"))) {
            RegistryClient admin = client(registry);
            admin.save("/models/stop/large", LARGE).is(201);
            CompletableFuture<Answer> save = CompletableFuture
                    .supplyAsync(() -> saveFor(Duration.ofSeconds(4), admin, TinyModel.dense(1)));
            RegistryClient management = RegistryClient.stranger(registry.managementUri("/"));
            management.get("/q/health/ready").is(200);

            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(registry::terminate);

            await(() -> management.get("/q/health/ready").status() == 503);
            Answer meanwhile = admin.get("/models/stop/large/1/model.json").is(200);
            assertThat(meanwhile.header("Connection")).contains("close");
            save.get(30, TimeUnit.SECONDS).is(201);
            assertThat(exit.get(30, TimeUnit.SECONDS)).as(registry::output).isEqualTo(128 + 15);
        }
        assertThat(neighbours.column("select number::text from version")).hasSize(2);
        assertThat(neighbours.column("select id::text from upload_session")).isEmpty();
    }

    @Test
    void aSaveThatGoesOnTooLongIsCutAndLeavesNothing() throws Exception {
        try (PackagedRegistry registry = replica(folder,
                Map.of("QUARKUS_SHUTDOWN_DELAY", "0s", "QUARKUS_SHUTDOWN_TIMEOUT", "1s"))) {
            RegistryClient admin = client(registry);
            CompletableFuture<Answer> save = CompletableFuture.supplyAsync(() -> saveFor(Duration.ofSeconds(60), admin, LARGE));
            await(() -> !neighbours.column("select id::text from upload_session").isEmpty());
            Thread.sleep(1_000);

            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(registry::terminate);

            assertThat(exit.get(20, TimeUnit.SECONDS)).as(registry::output).isEqualTo(128 + 15);
            assertThat(save.handle((answer, cut) -> cut != null || answer.status() == 503).get(5, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(neighbours.column("select id::text from upload_session")).isEmpty();
        assertThat(neighbours.column("select id::text from version")).isEmpty();
        assertThat(neighbours.store().everything()).isEmpty();
    }

    /** Two replicas are stopped and replaced in turn, while clients save and load by a balancer that asks who is ready. */
    @Test
    void restartsLoseNoAnsweredSaveAndFailNoLoad() throws Exception {
        try (Balancer balancer = new Balancer()) {
            balancer.add(replica("0"));
            balancer.add(replica("1"));
            Map<String, Integer> answered = new HashMap<>();
            AtomicBoolean over = new AtomicBoolean();
            balancer.client().save("/models/stop/model-0", TinyModel.dense(0)).is(201);
            answered.put("/models/stop/model-0/1", 0);
            List<CompletableFuture<Void>> clients = IntStream.range(0, SAVERS + LOADERS)
                    .mapToObj(client -> CompletableFuture.runAsync(() -> {
                        for (int turn = 1; !over.get(); turn++) {
                            if (client < SAVERS) {
                                save(balancer, answered, client * 1_000_000 + turn);
                            } else {
                                loadAny(balancer, answered);
                            }
                        }
                    })).toList();

            for (int restart = 0; restart < RESTARTS; restart++) {
                Thread.sleep(500);
                balancer.replaceOldest(replica(Integer.toString(restart + 2)));
            }

            over.set(true);
            for (CompletableFuture<Void> client : clients) {
                client.get(60, TimeUnit.SECONDS);
            }
            answered.forEach((version, seed) -> check(balancer.client(), version, seed));
            assertThat(neighbours.column("select id::text from upload_session")).isEmpty();
            assertThat(neighbours.column("select id::text from version")).hasSameSizeAs(answered.keySet());
            System.out.printf("%d saves were answered over %d restarts%n", answered.size(), RESTARTS);
        }
    }

    private PackagedRegistry replica(String name) throws IOException {
        return replica(Files.createDirectories(folder.resolve(name)), Map.of("QUARKUS_SHUTDOWN_DELAY", "1s"));
    }

    private PackagedRegistry replica(Path place, Map<String, String> more) {
        return PackagedRegistry.start(place, neighbours.environmentWith(more));
    }

    static RegistryClient client(PackagedRegistry registry) {
        return RegistryClient.admin(registry.uri("/"), PostgresResource.ADMIN_KEY);
    }

    private static void save(Balancer balancer, Map<String, Integer> answered, int seed) {
        String model = "/models/stop/model-" + seed % 7;
        int version = balancer.client().save(model, TinyModel.dense(seed)).is(201).json().getInt("version");
        synchronized (answered) {
            answered.put(model + "/" + version, seed);
        }
    }

    private static void loadAny(Balancer balancer, Map<String, Integer> answered) {
        Map.Entry<String, Integer> any;
        synchronized (answered) {
            any = List.copyOf(answered.entrySet()).get((int) (Math.random() * answered.size()));
        }
        check(balancer.client(), any.getKey(), any.getValue());
    }

    private static void check(RegistryClient client, String version, int seed) {
        TinyModel expected = TinyModel.dense(seed);
        assertThat(client.get(version + "/model.json").is(200).bytes()).isEqualTo(expected.content(0));
        assertThat(client.get(version + "/model.weights.bin").is(200).bytes()).isEqualTo(expected.content(1));
    }

    /** A save whose body takes so long to be sent. */
    private static Answer saveFor(Duration time, RegistryClient client, TinyModel model) {
        return client.send("POST", "/models/stop/slow", BodyPublishers.ofInputStream(() -> slowly(model.body(), time)),
                "Content-Type", TinyModel.CONTENT_TYPE);
    }

    private static InputStream slowly(byte[] body, Duration time) {
        int pieces = 50;
        return new ByteArrayInputStream(body) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                try {
                    Thread.sleep(time.toMillis() / pieces);
                } catch (InterruptedException stopped) {
                    throw new UncheckedIOException(new IOException(stopped));
                }
                return super.read(target, offset, Math.min(length, Math.max(1, body.length / pieces)));
            }
        };
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("gave up waiting").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
