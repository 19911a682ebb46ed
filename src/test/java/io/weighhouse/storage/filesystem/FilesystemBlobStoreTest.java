package io.weighhouse.storage.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.storage.BlobContent;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.BlobStoreContract;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.SampleContent;
import io.weighhouse.storage.StagedBlob;
import io.weighhouse.storage.StorageKey;
import io.weighhouse.storage.StoreUnusable;

class FilesystemBlobStoreTest extends BlobStoreContract {

    private static final ExecutorService WORKERS = Executors.newFixedThreadPool(4);

    @TempDir
    Path root;
    private FilesystemBlobStore store;

    @BeforeEach
    void createStore() {
        store = new FilesystemBlobStore(root, WORKERS);
    }

    @AfterAll
    static void stopWorkers() {
        WORKERS.shutdown();
    }

    @Override
    protected BlobStore store() {
        return store;
    }

    @Override
    protected List<String> leftovers() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.getNameCount() > root.getNameCount() + 1)
                    .filter(path -> Files.isRegularFile(path) || isEmpty(path))
                    .map(path -> root.relativize(path).toString()).toList();
        }
    }

    @Test
    void stagedFileHasANameThatNoKeyCanHave() throws IOException {
        StagedBlob staged = await(store.stage(area, OptionalLong.of(10), SampleContent.of(10)));

        assertThat(leftovers()).singleElement().asString().contains(area.prefix()).endsWith(StagedFile.SUFFIX);
        commit(staged);
        assertThat(leftovers()).singleElement().asString().doesNotEndWith(StagedFile.SUFFIX);
    }

    @Test
    void committedBlobIsHandedOutAsARegionOfItsFile() {
        StorageKey key = store(100, SampleContent.of(100));

        BlobContent content = await(store.read(key, new ByteRange(10, 20)));

        assertThat(content).isInstanceOfSatisfying(BlobContent.InFile.class, region -> {
            assertThat(region.file()).isRegularFile().hasSize(100);
            assertThat(region.offset()).isEqualTo(10);
            assertThat(region.length()).isEqualTo(20);
        });
    }

    @Test
    void discardKeepsWhatElseLiesInTheArea() {
        StorageKey key = store(100, SampleContent.of(100));
        StagedBlob staged = await(store.stage(area, OptionalLong.of(10), SampleContent.of(10)));

        await(store.discard(staged));

        assertReads(key, ByteRange.all(100));
    }

    @Test
    void linkInPlaceOfABlobIsNotFollowed() throws IOException {
        StorageKey key = store(100, SampleContent.of(100));
        Path file = ((BlobContent.InFile) await(store.read(key, ByteRange.all(100)))).file();
        Path elsewhere = Files.write(root.resolve("elsewhere"), new byte[100]);
        Files.delete(file);
        Files.createSymbolicLink(file, elsewhere);

        assertRefused(store.read(key, ByteRange.all(100)), ProblemType.STORAGE_UNAVAILABLE);
    }

    @Test
    void folderThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.createFile(root.resolve("file"));
        var broken = new FilesystemBlobStore(file.resolve("blobs"), WORKERS);

        assertThatThrownBy(() -> await(broken.probe())).isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("WEIGHHOUSE_STORAGE_FOLDER");
        assertRefused(broken.stage(area, OptionalLong.of(1), SampleContent.of(1)), ProblemType.STORAGE_UNAVAILABLE);
        assertRefused(broken.stage(area, OptionalLong.empty(), SampleContent.of(1)), ProblemType.STORAGE_UNAVAILABLE);
    }

    @Test
    void fullDiskIsToldFromABrokenOne() throws Exception {
        Path mount = Files.createDirectory(root.resolve("small"));
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8m", "none", mount.toString()),
                "only root can make a small disk");
        try {
            var small = new FilesystemBlobStore(mount, WORKERS);

            assertRefused(small.stage(area, OptionalLong.of(16 * MIB), SampleContent.of(16 * MIB)), ProblemType.STORAGE_FULL);

            await(small.discard(await(small.stage(area, OptionalLong.of(4 * MIB), SampleContent.of(4 * MIB)))));
        } finally {
            run("umount", mount.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
