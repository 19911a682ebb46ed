package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.FaultyLink.Fault;
import io.weighhouse.embedded.CrashablePostgres;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.Answer;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.TinyModel;

/**
 * The links to PostgreSQL and to the store fail in every way, PostgreSQL itself is killed, while clients save and load. Each
 * request ends in time, the
 * registry goes on by itself, a ledger of answered saves holds, and nothing is left over (row Q04).
 */
class FaultsIT {

    private static final int FAULTS = Integer.getInteger("faults", 9);
    private static final int SAVERS = 3;
    private static final int LOADERS = 3;
    private static final Duration FAULT = Duration.ofMillis(1_500);
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final int SPARE_DESCRIPTORS = 40;
    private static final Duration RECOVERY = Duration.ofSeconds(10);
    private static final Map<String, String> IMPATIENT = Map.of("WEIGHHOUSE_UPLOAD_LEASE", "5s",
            "WEIGHHOUSE_UPLOAD_LEASE_RENEWAL", "1s", "WEIGHHOUSE_UPKEEP_EVERY", "1s", "WEIGHHOUSE_UPKEEP_DELAY", "1s",
            "WEIGHHOUSE_DATABASE_ANSWER_TIMEOUT", "2s", "WEIGHHOUSE_S3_CALL_TIMEOUT", "2s", "WEIGHHOUSE_S3_IDLE_TIMEOUT", "3s",
            "WEIGHHOUSE_S3_CONNECT_TIMEOUT", "1s", "WEIGHHOUSE_S3_ACQUISITION_TIMEOUT", "3s");

    private final Map<String, Integer> ledger = new ConcurrentHashMap<>();
    private final AtomicInteger seeds = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    @TempDir
    Path folder;

    /** How something fails, and how it is whole again. */
    private record Disturbance(String what, Step begin, Step end) {

        private static Disturbance of(FaultyLink link, String where, Fault kind) {
            return new Disturbance(kind + " on the link to " + where, () -> link.become(kind), () -> link.become(Fault.NONE));
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    @Test
    void requestsEndInTimeAndTheRegistryGoesOnByItself() throws Exception {
        try (CrashablePostgres postgres = CrashablePostgres.started(folder.resolve("postgres"));
                FaultyLink database = new FaultyLink(postgres.port());
                Neighbours neighbours = Neighbours.startedBeside(postgres.configuration(database.port()));
                FaultyLink store = new FaultyLink(neighbours.store().endpoint().getPort());
                PackagedRegistry registry = PackagedRegistry.start(folder, through(neighbours, store))) {
            RegistryClient admin = RegistryClient.admin(registry.uri("/"), PostgresResource.ADMIN_KEY);
            save(admin);
            List<CompletableFuture<Void>> clients = IntStream.range(0, SAVERS + LOADERS).mapToObj(client -> CompletableFuture
                    .runAsync(() -> workUntilOver(client < SAVERS, admin))).toList();
            Thread.sleep(FAULT.toMillis());
            long descriptors = descriptors(registry);

            disturb(disturbances(postgres, database, store), admin);

            over.set(true);
            for (CompletableFuture<Void> client : clients) {
                client.get(BOUND.toSeconds() * 2, TimeUnit.SECONDS);
            }
            ledger.forEach((version, seed) -> check(admin.get(version + "/model.weights.bin").is(200), seed));
            checkThatNothingElseIsLeft(neighbours, admin);
            assertThat(descriptors(registry)).as("open files and connections").isLessThan(descriptors + SPARE_DESCRIPTORS);
            registry.kill();
            System.out.printf("%d faults, %d saves in the ledger, %d without an answer of success%n", FAULTS, ledger.size(),
                    unanswered.get());
        }
    }

    private static List<Disturbance> disturbances(CrashablePostgres postgres, FaultyLink database, FaultyLink store) {
        List<Disturbance> all = new ArrayList<>();
        for (Fault kind : List.of(Fault.RESET, Fault.FROZEN, Fault.FORGOTTEN, Fault.SLOW)) {
            all.add(Disturbance.of(database, "PostgreSQL", kind));
            all.add(Disturbance.of(store, "the store", kind));
        }
        all.add(new Disturbance("PostgreSQL killed", postgres::kill, () -> {
            postgres.restart();
            database.leadTo(postgres.port());
        }));
        return all;
    }

    private void disturb(List<Disturbance> disturbances, RegistryClient admin) throws Exception {
        Random random = new Random(4711);
        for (int fault = 0; fault < FAULTS; fault++) {
            Disturbance disturbance = disturbances.get(fault % disturbances.size());
            Thread.sleep(random.nextInt(200));
            disturbance.begin().run();
            Thread.sleep(FAULT.toMillis());
            disturbance.end().run();
            recovers(admin, disturbance.what());
        }
    }

    private static Map<String, String> through(Neighbours neighbours, FaultyLink store) {
        Map<String, String> environment = neighbours.environmentWith(IMPATIENT);
        environment.put("WEIGHHOUSE_S3_ENDPOINT", "http://127.0.0.1:" + store.port());
        return environment;
    }

    private void workUntilOver(boolean saves, RegistryClient client) {
        while (!over.get()) {
            long begin = System.nanoTime();
            try {
                boolean succeeded = saves ? save(client) : loadAny(client);
                if (!succeeded) {
                    unanswered.incrementAndGet();
                    Thread.sleep(50);
                }
            } catch (UncheckedIOException cut) {
                unanswered.incrementAndGet();
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("a request").isLessThan(BOUND);
        }
    }

    private boolean save(RegistryClient client) {
        int seed = seeds.incrementAndGet();
        String model = "/models/faults/model-" + seed % 5;
        Answer answer = client.save(model, weights(seed));
        assertThat(answer.status()).as(answer.text()).isIn(201, 503, 507);
        if (answer.status() == 201) {
            ledger.put(model + "/" + answer.json().getInt("version"), seed);
        }
        return answer.status() == 201;
    }

    private boolean loadAny(RegistryClient client) {
        List<Map.Entry<String, Integer>> all = List.copyOf(ledger.entrySet());
        Map.Entry<String, Integer> any = all.get((int) (Math.random() * all.size()));
        Answer answer = client.get(any.getKey() + "/model.weights.bin");
        assertThat(answer.status()).as(answer.text()).isIn(200, 503);
        if (answer.status() == 200) {
            check(answer, any.getValue());
        }
        return answer.status() == 200;
    }

    private static void check(Answer answer, int seed) {
        assertThat(answer.bytes()).isEqualTo(weights(seed).content(1));
    }

    private void recovers(RegistryClient client, String after) throws InterruptedException {
        long end = System.nanoTime() + RECOVERY.toNanos();
        int successes = 0;
        while (successes < 5) {
            assertThat(System.nanoTime()).as("it has not recovered within %s after %s", RECOVERY, after).isLessThan(end);
            try {
                successes = save(client) && loadAny(client) ? successes + 1 : 0;
            } catch (UncheckedIOException cut) {
                successes = 0;
            }
            Thread.sleep(20);
        }
    }

    private void checkThatNothingElseIsLeft(Neighbours neighbours, RegistryClient admin) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!neighbours.column("select id::text from upload_session union all select storage_key from freed_blob")
                .isEmpty()) {
            assertThat(System.nanoTime()).as("the clean-up goes on and on").isLessThan(end);
            Thread.sleep(100);
        }
        assertThat(neighbours.store().everything()).containsExactlyInAnyOrderElementsOf(
                neighbours.column("select storage_key from blob union all "
                        + "select fingerprints_key from version where fingerprints_key is not null"));
        List<String> versions = new ArrayList<>(
                neighbours.column("select '/models/' || n.name || '/' || m.name || '/' || v.number "
                        + "from version v join model m on m.id = v.model_id join namespace n on n.id = m.namespace_id"));
        assertThat(versions).containsAll(ledger.keySet()).hasSizeLessThanOrEqualTo(ledger.size() + unanswered.get());
        versions.removeAll(ledger.keySet());
        for (String whole : versions) {
            admin.get(whole + "/model.json").is(200);
            assertThat(admin.get(whole + "/model.weights.bin").is(200).bytes()).hasSize(weights(0).content(1).length);
        }
    }

    private static long descriptors(PackagedRegistry registry) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(registry.pid()), "fd"))) {
            return open.count();
        }
    }

    private static TinyModel weights(int seed) {
        return TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("model.weights.bin", 25_000)))
                .with("model.weights.bin", TinyModel.bytes(100_000, seed));
    }
}
