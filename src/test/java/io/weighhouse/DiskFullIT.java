package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.Answer;
import io.weighhouse.http.RegistryClient;
import io.weighhouse.http.TinyModel;

/** The disk of the folder store is full: a small one in memory, mounted for the registry's process alone. */
class DiskFullIT {

    private static final int SHARD = 4_000_000;
    private static final int DISK = 40_000_000;
    private static final Duration RECOVERY = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void savesAreRefusedAndLoadsGoOnUntilThereIsRoomAgain() throws Exception {
        Path blobs = Files.createDirectory(folder.resolve("blobs"));
        List<String> smallDisk = List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
                "mount -t tmpfs -o size=%d none '%s' && exec \"$@\"".formatted(DISK, blobs), "sh");
        assumeTrue(isPossible(smallDisk), "skipped: this machine lets nobody mount a disk in memory");
        try (PackagedRegistry registry = PackagedRegistry.launchBehind(smallDisk, folder, environment(blobs)).awaitReady()) {
            RegistryClient admin = RegistryClient.admin(registry.uri("/"), PostgresResource.ADMIN_KEY);

            List<String> saved = saveUntilFull(admin);
            List<Answer> atOnce = Stream.generate(() -> 0).limit(8)
                    .map(any -> CompletableFuture.supplyAsync(() -> save(admin, 1_000 + (int) (Math.random() * 1e6)))).toList()
                    .stream().map(CompletableFuture::join).toList();

            assertThat(saved).hasSizeBetween(DISK / SHARD - 2, DISK / SHARD);
            assertThat(atOnce).allSatisfy(refused -> refused.isProblem(507, "storage-full"));
            assertThat(filesSeenBy(registry, blobs)).hasSize(saved.size());
            for (int i = 0; i < saved.size(); i++) {
                assertThat(admin.get(saved.get(i) + "/w.bin").is(200).bytes()).isEqualTo(content(i));
            }

            admin.send("DELETE", saved.get(0).replace("/models/full/disk/", "/api/v1/models/full/disk/versions/"),
                    BodyPublishers.noBody()).is(200);
            savesAgain(admin);
        }
    }

    private static Map<String, String> environment(Path blobs) {
        Map<String, String> environment = new HashMap<>(Neighbours.environment(new PostgresResource().start()));
        environment.putAll(Map.of("WEIGHHOUSE_STORAGE_FOLDER", blobs.toString(), "WEIGHHOUSE_UPKEEP_EVERY", "1s",
                "WEIGHHOUSE_UPKEEP_DELAY", "1s", "QUARKUS_SHUTDOWN_DELAY", "0s", "QUARKUS_HTTP_HOST", "127.0.0.1"));
        return environment;
    }

    private static boolean isPossible(List<String> prefix) throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static List<String> saveUntilFull(RegistryClient client) {
        List<String> saved = new ArrayList<>();
        Answer answer = save(client, 0);
        while (answer.status() == 201) {
            saved.add("/models/full/disk/" + answer.json().getInt("version"));
            answer = save(client, saved.size());
        }
        answer.isProblem(507, "storage-full");
        return saved;
    }

    private static void savesAgain(RegistryClient client) throws InterruptedException {
        long end = System.nanoTime() + RECOVERY.toNanos();
        while (save(client, 7_000_000).status() != 201) {
            assertThat(System.nanoTime()).as("room was made, but saves are still refused").isLessThan(end);
            Thread.sleep(200);
        }
    }

    private static Answer save(RegistryClient client, int seed) {
        return client.save("/models/full/disk",
                TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", SHARD / 4)))
                        .with("w.bin", content(seed)));
    }

    private static byte[] content(int seed) {
        return TinyModel.bytes(SHARD, seed);
    }

    /** What lies there as the registry's process sees it; the test's own view has no such disk. */
    private static List<Path> filesSeenBy(PackagedRegistry registry, Path blobs) throws IOException {
        Path root = Path.of("/proc", Long.toString(registry.pid()), "root");
        try (Stream<Path> files = Files.walk(Path.of(root + blobs.toString()))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
