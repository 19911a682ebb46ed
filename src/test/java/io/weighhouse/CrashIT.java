package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.TinyModel;

/**
 * The packaged registry is killed in the middle of saves, again and again on the same data. Whatever was answered 201 must
 * load bit for bit afterwards, nothing broken may be visible, and the clean-up must leave nothing over.
 */
class CrashIT {

    private static final int CRASHES = Integer.getInteger("crashes", 5);
    private static final int CLIENTS = 4;
    private static final Map<String, String> IMPATIENT = Map.of("WEIGHHOUSE_UPLOAD_LEASE", "3s",
            "WEIGHHOUSE_UPLOAD_LEASE_RENEWAL", "1s", "WEIGHHOUSE_UPKEEP_EVERY", "1s", "WEIGHHOUSE_UPKEEP_DELAY", "1s");

    private final Map<String, Long> answered = new ConcurrentHashMap<>();
    private final AtomicInteger seeds = new AtomicInteger();
    private final Random random = new Random();

    @TempDir
    Path folder;

    @Test
    void whatWasAnsweredSurvivesAndNothingElseIsLeft() throws Exception {
        for (int crash = 0; crash < CRASHES; crash++) {
            try (PackagedRegistry registry = PackagedRegistry.start(folder, IMPATIENT)) {
                RegistryClient admin = client(registry);
                checkAll(admin);
                int acknowledged = answered.size();
                List<Thread> clients = IntStream.range(0, CLIENTS).mapToObj(index -> saving(admin, index)).toList();
                Thread.sleep(1500 + random.nextInt(1500));
                if (crash % 2 == 0) {
                    registry.kill();
                } else {
                    registry.killEverything();
                }
                for (Thread client : clients) {
                    client.join();
                }
                assertThat(answered).hasSizeGreaterThan(acknowledged);
            }
        }
        try (PackagedRegistry registry = PackagedRegistry.start(folder, IMPATIENT)) {
            checkAll(client(registry));
            checkThatNothingElseIsLeft(client(registry));
        }
    }

    private static RegistryClient client(PackagedRegistry registry) {
        return RegistryClient.admin(registry.uri("/"), registry.adminKey());
    }

    /** Saves until the registry is gone; remembers what was answered. */
    private Thread saving(RegistryClient admin, int client) {
        var thread = new Thread(() -> {
            try {
                while (true) {
                    long seed = seeds.incrementAndGet();
                    String model = "/models/crash/client-" + client;
                    int version = admin.save(model, weighty(seed)).is(201).json().getInt("version");
                    answered.put(model + "/" + version, seed);
                }
            } catch (UncheckedIOException killed) {
                // the save in flight has no answer: it may be there whole, or not at all
            }
        });
        thread.start();
        return thread;
    }

    /** Every seed gives other weights, in one to three shards of up to 2 MiB; the first bytes tell the seed. */
    private static TinyModel weighty(long seed) {
        int shards = 1 + (int) (seed % 3);
        int bytes = 1000 + (int) (seed * 7919 % 2_000_000);
        String paths = IntStream.range(0, shards).mapToObj(shard -> "\"s" + shard + ".bin\"").toList().toString();
        TinyModel model = TinyModel.of(TinyModel.modelFile("\"userDefinedMetadata\":{\"seed\":" + seed
                + "},\"weightsManifest\":"
                + "[{\"paths\":" + paths + ",\"weights\":[{\"name\":\"w\",\"dtype\":\"bool\",\"shape\":[" + shards + "," + bytes
                + "]}]}]"));
        for (int shard = 0; shard < shards; shard++) {
            model = model.with("s" + shard + ".bin", TinyModel.bytes(bytes, seed * 10 + shard));
        }
        return model;
    }

    private void checkAll(RegistryClient admin) {
        answered.forEach((version, seed) -> check(admin, version, seed));
    }

    private static void check(RegistryClient admin, String version, long seed) {
        TinyModel expected = weighty(seed);
        assertThat(admin.get(version + "/model.json").is(200).bytes()).as(version).isEqualTo(expected.content(0));
        for (int shard = 0; shard < 1 + (int) (seed % 3); shard++) {
            assertThat(admin.get(version + "/s" + shard + ".bin").is(200).bytes()).as(version)
                    .isEqualTo(expected.content(shard + 1));
        }
    }

    private void checkThatNothingElseIsLeft(RegistryClient admin) throws Exception {
        try (Connection database = connect(); Statement statement = database.createStatement()) {
            long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!column(statement, "select id::text from upload_session union all select storage_key from freed_blob")
                    .isEmpty()) {
                assertThat(System.nanoTime()).as("the clean-up goes on and on").isLessThan(patience);
                Thread.sleep(200);
            }
            assertThat(stored()).isEqualTo(column(statement, "select storage_key from blob union all "
                    + "select fingerprints_key from version where fingerprints_key is not null"));
            Set<String> versions = column(statement, "select '/models/' || n.name || '/' || m.name || '/' || v.number "
                    + "from version v join model m on m.id = v.model_id join namespace n on n.id = m.namespace_id");
            assertThat(versions).containsAll(answered.keySet()).hasSizeLessThanOrEqualTo(answered.size() + CRASHES * CLIENTS);
            versions.removeAll(answered.keySet());
            for (String unanswered : versions) {
                long seed = admin.get(unanswered + "/model.json").is(200).json().getLong("userDefinedMetadata.seed");
                check(admin, unanswered, seed);
            }
        }
    }

    private Connection connect() throws Exception {
        List<String> postmaster = Files.readAllLines(folder.resolve("data/postgresql/cluster/postmaster.pid"));
        String password = Files.readString(folder.resolve("data/postgresql.password")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + postmaster.get(3) + "/postgres", "weighhouse",
                password);
    }

    private static Set<String> column(Statement statement, String sql) throws Exception {
        Set<String> values = new HashSet<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private Set<String> stored() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("data/blobs"))) {
            return new HashSet<>(files.filter(Files::isRegularFile)
                    .map(file -> file.getParent().getFileName() + "/" + file.getFileName()).toList());
        }
    }
}
