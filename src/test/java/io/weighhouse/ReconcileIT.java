package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.TinyModel;
import io.weighhouse.storage.s3.S3ProxyServer;

/**
 * The way of docs/operations.md: a database of an earlier moment comes back beside a store that went on, and one command tells
 * what is lost and what lies around.
 */
class ReconcileIT {

    private static final String RUNNING = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    /** A blob store as the test sees it, past the registry. */
    private record Store(Map<String, String> environment, Supplier<TreeSet<String>> keys, BiConsumer<String, byte[]> put) {
    }

    @Test
    void holdsAFolderAgainstADatabaseOfAnEarlierMoment() throws Exception {
        Path blobs = folder.resolve("blobs");
        reconcilesAfterARestore(new Store(Map.of("WEIGHHOUSE_STORAGE_FOLDER", blobs.toString()), () -> keysIn(blobs),
                (key, content) -> write(blobs.resolve(key.substring(0, 2)).resolve(key), content)));
    }

    @Test
    @SuppressWarnings("try") // S3Proxy itself may throw anything when it stops
    void holdsABucketAgainstADatabaseOfAnEarlierMoment() throws Exception {
        try (S3ProxyServer server = S3ProxyServer.started()) {
            reconcilesAfterARestore(new Store(Neighbours.environment(server.configuration()),
                    () -> new TreeSet<>(server.everything()), server::put));
        }
    }

    @Test
    void aOneCommandRunIsReconciledWhileItIsStopped() {
        try (PackagedRegistry registry = PackagedRegistry.start(folder)) {
            RegistryClient.admin(registry.uri("/"), registry.adminKey()).save("/models/a/b", TinyModel.dense(1)).is(201);

            try (PackagedRegistry second = PackagedRegistry.launch(folder, Map.of(), "reconcile")) {
                assertThat(second.exitStatus()).as("while the first one runs").isEqualTo(1);
            }
        }
        try (PackagedRegistry reconciled = PackagedRegistry.launch(folder, Map.of(), "reconcile", "--delete")) {
            assertThat(reconciled.exitStatus()).as(reconciled::output).isZero();
            assertThat(reconciled.output()).contains("1 as they should be, 0 missing").doesNotContain("Listening on");
        }
    }

    private void reconcilesAfterARestore(Store store) throws Exception {
        Map<String, String> database = new PostgresResource().start();
        Map<String, String> environment = new HashMap<>(Neighbours.environment(database));
        environment.putAll(store.environment());
        environment.putAll(Map.of("WEIGHHOUSE_UPKEEP_EVERY", "1s", "WEIGHHOUSE_UPKEEP_DELAY", "1s",
                "QUARKUS_SHUTDOWN_DELAY", "0s", "QUARKUS_HTTP_HOST", "127.0.0.1"));
        TreeSet<String> early = serve(environment, store, ReconcileIT::saveTwo);
        Map<String, String> restored = new HashMap<>(environment);
        restored.putAll(Neighbours.environment(copyOf(database)));
        TreeSet<String> late = serve(environment, store, admin -> saveAnotherAndDeleteOne(admin, store));
        String lost = without(early, late);
        String orphan = without(late, early);
        store.put().accept(RUNNING + "/00", new byte[3]);

        assertThat(reconcile(restored, 1)).containsOnlyOnce("missing\tvision/deleted/1/model.weights.bin\t" + lost)
                .containsOnlyOnce("orphan\t-\t" + orphan + "\t40 bytes of ").doesNotContain(RUNNING, "wrong-size")
                .contains("1 as they should be, 1 missing, 0 of a wrong size, 1 orphans, of which 0 deleted");
        assertThat(reconcile(restored, 1, "--delete")).as("too young").contains("of which 0 deleted");
        assertThat(store.keys().get()).contains(orphan);
        String kept = early.stream().filter(late::contains).findFirst().orElseThrow();
        store.put().accept(kept, new byte[3]);
        store.put().accept(lost, TinyModel.bytes(40, 2));
        assertThat(reconcile(restored, 1, "--delete", "--older-than=0s"))
                .containsOnlyOnce("wrong-size\tvision/kept/1/model.weights.bin\t" + kept + "\t3 bytes instead of 40")
                .containsOnlyOnce("deleted\t-\t" + orphan).doesNotContain("missing\t");
        assertThat(store.keys().get()).containsExactlyInAnyOrder(kept, lost, RUNNING + "/00");
        store.put().accept(kept, TinyModel.bytes(40, 1));
        assertThat(reconcile(restored, 0)).doesNotContain("\t");

        Map<String, String> wrong = new HashMap<>(environment);
        wrong.putAll(Neighbours.environment(new PostgresResource().start()));
        assertThat(reconcile(wrong, 1, "--delete", "--older-than=0s")).contains("Nothing is deleted: ");
        assertThat(store.keys().get()).contains(kept, lost);
    }

    private static void saveTwo(RegistryClient admin) {
        admin.save("/models/vision/kept", TinyModel.dense(1)).is(201);
        admin.save("/models/vision/deleted", TinyModel.dense(2)).is(201);
    }

    private static void saveAnotherAndDeleteOne(RegistryClient admin, Store store) {
        TreeSet<String> before = store.keys().get();
        admin.save("/models/vision/later", TinyModel.dense(3)).is(201);
        admin.send("DELETE", "/api/v1/models/vision/deleted/versions/1", BodyPublishers.noBody());
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (store.keys().get().containsAll(before)) {
            assertThat(Instant.now()).as("the clean-up").isBefore(end);
            Thread.onSpinWait();
        }
    }

    private TreeSet<String> serve(Map<String, String> environment, Store store,
            Consumer<RegistryClient> work) {
        try (PackagedRegistry registry = PackagedRegistry.start(folder, environment)) {
            work.accept(RegistryClient.admin(registry.uri("/"), PostgresResource.ADMIN_KEY));
            registry.terminate();
        }
        return store.keys().get();
    }

    private String reconcile(Map<String, String> environment, int status, String... options) {
        String[] arguments = Stream.concat(Stream.of("reconcile"), Stream.of(options)).toArray(String[]::new);
        Map<String, String> withoutKey = new HashMap<>(environment);
        withoutKey.remove("WEIGHHOUSE_ADMIN_KEY");
        try (PackagedRegistry registry = PackagedRegistry.launch(folder, withoutKey, arguments)) {
            assertThat(registry.exitStatus()).as(registry::output).isEqualTo(status);
            assertThat(registry.output()).doesNotContain("Listening on: http", "\tat ");
            return registry.output();
        }
    }

    /** What a backup of now would bring back, with a save that runs at that moment. */
    private static Map<String, String> copyOf(Map<String, String> database) throws SQLException {
        String url = database.get("weighhouse.database.url");
        String name = url.substring(url.lastIndexOf('/') + 1);
        execute(database, "postgres", "create database %s_restored template %s".formatted(name, name));
        execute(database, name + "_restored", ("insert into upload_session (id, model, opened_by, lease_until) "
                + "values ('%s'::uuid, 'vision/running', 'somebody', now() + interval '1 hour')").formatted(RUNNING));
        Map<String, String> copy = new HashMap<>(database);
        copy.put("weighhouse.database.url", url + "_restored");
        return copy;
    }

    private static void execute(Map<String, String> database, String name, String statement) throws SQLException {
        String url = "jdbc:" + database.get("weighhouse.database.url").replaceFirst("[^/]+$", name);
        try (Connection connection = DriverManager.getConnection(url, database.get("weighhouse.database.username"),
                database.get("weighhouse.database.password"))) {
            connection.createStatement().execute(statement);
        }
    }

    private static String without(TreeSet<String> some, TreeSet<String> others) {
        List<String> rest = some.stream().filter(key -> !others.contains(key)).toList();
        assertThat(rest).hasSize(1);
        return rest.get(0);
    }

    private static TreeSet<String> keysIn(Path blobs) {
        try (Stream<Path> files = Files.walk(blobs)) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> file.getParent().getFileName() + "/" + file.getFileName()).toList());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
