package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.TinyModel;

/** Three replicas on one PostgreSQL and one store are one registry, also when one of them is killed. */
class ReplicasIT {

    private static final int FRESHNESS = Integer.getInteger("freshness", 200);
    private static final Map<String, String> IMPATIENT = Map.of("WEIGHHOUSE_UPLOAD_LEASE", "3s",
            "WEIGHHOUSE_UPLOAD_LEASE_RENEWAL", "1s", "WEIGHHOUSE_UPKEEP_EVERY", "1s", "WEIGHHOUSE_UPKEEP_DELAY", "1s");
    private static final String MODEL = "/models/replicas/shared";

    private final List<PackagedRegistry> replicas = new ArrayList<>();
    private final AtomicInteger seeds = new AtomicInteger();
    private Neighbours neighbours;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        neighbours = Neighbours.started();
        for (String name : List.of("a", "b", "c")) {
            replicas.add(PackagedRegistry.launch(Files.createDirectories(folder.resolve(name)),
                    neighbours.environmentWith(IMPATIENT)));
        }
        replicas.forEach(PackagedRegistry::awaitReady);
    }

    @AfterEach
    void stop() {
        replicas.forEach(PackagedRegistry::close);
        neighbours.close();
    }

    @Test
    void nothingIsLostMixedOrLeftWhenOneIsKilled() throws Exception {
        Map<Integer, Integer> answered = new ConcurrentHashMap<>();
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<Void>> savers = IntStream.range(0, replicas.size())
                .mapToObj(replica -> CompletableFuture.runAsync(() -> saveAndLoadElsewhere(replica, answered, over))).toList();

        Thread.sleep(3_000);
        replicas.get(2).kill();
        int before = answered.size();
        Thread.sleep(3_000);
        over.set(true);
        for (CompletableFuture<Void> saver : savers) {
            saver.get(60, TimeUnit.SECONDS);
        }

        assertThat(answered.size()).as("saves that were answered after the death of one").isGreaterThan(before);
        for (int replica = 0; replica < 2; replica++) {
            RegistryClient client = client(replica);
            answered.forEach((version, seed) -> check(client, version, seed));
        }
        eventually("select id::text from upload_session union all select storage_key from freed_blob");
        assertThat(neighbours.store().everything()).containsExactlyInAnyOrderElementsOf(
                neighbours.column("select storage_key from blob union all "
                        + "select fingerprints_key from version where fingerprints_key is not null"));
        assertThat(neighbours.column("select number::text from version")).as("answered, or saved at the moment of the death")
                .containsAll(answered.keySet().stream().map(String::valueOf).toList())
                .hasSizeBetween(answered.size(), answered.size() + 1).doesNotHaveDuplicates();
    }

    @Test
    void whatWasSavedOnOneIsSeenOnAnotherAtOnce() {
        for (int turn = 0; turn < FRESHNESS; turn++) {
            int seed = seeds.incrementAndGet();
            int version = client(turn % 3).save(MODEL, weights(seed)).is(201).json().getInt("version");

            RegistryClient other = client((turn + 1) % 3);
            check(other, version, seed);
            assertThat(other.get(MODEL + "/@latest/model.json").is(200).json().getString("weightsManifest[0].paths[0]"))
                    .isEqualTo("../" + version + "/model.weights.bin");
            assertThat(client((turn + 2) % 3).get("/api/v1" + MODEL).is(200).json().getInt("latest")).isEqualTo(version);
        }
        System.out.printf("%d saves were each seen at once elsewhere%n", FRESHNESS);
    }

    private void saveAndLoadElsewhere(int replica, Map<Integer, Integer> answered, AtomicBoolean over) {
        while (!over.get()) {
            int seed = seeds.incrementAndGet();
            try {
                answered.put(client(replica).save(MODEL, weights(seed)).is(201).json().getInt("version"), seed);
            } catch (UncheckedIOException killed) {
                assertThat(replica).as("only one is killed").isEqualTo(2);
                return;
            }
            // the one that is killed is asked by nobody but its own saver
            Map.Entry<Integer, Integer> any = List.copyOf(answered.entrySet()).get(seed % answered.size());
            check(client((replica + 1) % 2), any.getKey(), any.getValue());
        }
    }

    private RegistryClient client(int replica) {
        return RegistryClient.admin(replicas.get(replica).uri("/"), PostgresResource.ADMIN_KEY);
    }

    private static TinyModel weights(int seed) {
        return TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("model.weights.bin", 5_000)))
                .with("model.weights.bin", TinyModel.bytes(20_000, seed));
    }

    private static void check(RegistryClient client, int version, int seed) {
        assertThat(client.get(MODEL + "/" + version + "/model.weights.bin").is(200).bytes())
                .isEqualTo(weights(seed).content(1));
    }

    private void eventually(String nothingLeft) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!neighbours.column(nothingLeft).isEmpty()) {
            assertThat(System.nanoTime()).as("the clean-up goes on and on").isLessThan(end);
            Thread.sleep(100);
        }
    }
}
