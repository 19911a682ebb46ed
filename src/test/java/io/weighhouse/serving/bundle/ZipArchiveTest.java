package io.weighhouse.serving.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.ByteRange;

/** Other programs read the archives: as a stream, by their directory, and beyond 4 GiB. */
class ZipArchiveTest {

    private static final long GIB = 1L << 30;

    private final List<ZipEntry> files = List.of(SampleContent.of(400, 64, 1).as("model.json"),
            SampleContent.of(5000, 999, 2).as("shards/group1-shard1of2"), SampleContent.of(0, 1, 3).as("empty.bin"),
            SampleContent.of(10, 3, 4).as("labels.txt"));

    @TempDir
    Path folder;

    /** Zeros that nobody has to hold: where a test lays an archive out on disk, they stay holes. */
    private record Zeros(long length) implements Content {

        @Override
        public Multi<Buffer> read(ByteRange range) {
            return Multi.createFrom().failure(new AssertionError("these bytes are not to be read"));
        }
    }

    @Test
    void readersOfStreamsFindTheFilesInTheirOrder() throws IOException {
        byte[] archive = SampleContent.all(ZipArchive.of(files));

        List<String> paths = new ArrayList<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(zip.readAllBytes()).isEqualTo(bytesOf(files.get(paths.size())));
                paths.add(entry.getName());
            }
        }
        assertThat(paths).containsExactly("model.json", "shards/group1-shard1of2", "empty.bin", "labels.txt");
    }

    @Test
    void readersOfTheDirectoryFindThemToo() throws IOException {
        Path file = Files.write(folder.resolve("bundle.zip"), SampleContent.all(ZipArchive.of(files)));

        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(files.size());
            for (ZipEntry entry : files) {
                assertThat(zip.getInputStream(zip.getEntry(entry.path())).readAllBytes()).isEqualTo(bytesOf(entry));
                assertThat(zip.getEntry(entry.path()).getCrc()).isEqualTo(entry.crc32());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "unzip -tq bundle.zip", "python3 -m zipfile -t bundle.zip", "zip -qT bundle.zip" })
    void otherProgramsFindNothingWrong(String command) throws Exception {
        Files.write(folder.resolve("bundle.zip"), SampleContent.all(ZipArchive.of(files)));

        assertThat(run(command)).doesNotContain("warning", "extra bytes", "corrupt");
    }

    @Test
    void theSameFilesAreTheSameArchive() {
        assertThat(SampleContent.all(ZipArchive.of(files))).isEqualTo(SampleContent.all(ZipArchive.of(files)));
    }

    @Test
    void anArchiveOfManyGibibytesIsZip64() throws Exception {
        var small = SampleContent.of(100, 10, 9);
        Path file = layOut(List.of(SampleContent.of(50, 7, 1).as("model.json"), new ZipEntry("five.bin", 1, new Zeros(5 * GIB)),
                new ZipEntry("below.bin", 2, new Zeros(4 * GIB - 2)), small.as("labels.txt")));

        assertThat(sizesIn(file)).containsExactly(50L, 5 * GIB, 4 * GIB - 2, 100L);
        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.getInputStream(zip.getEntry("labels.txt")).readAllBytes()).isEqualTo(small.bytes());
        }
        assertThat(run("python3", "-c", "import zipfile; z = zipfile.ZipFile('bundle.zip'); "
                + "print([i.file_size for i in z.infolist()], len(z.read('labels.txt')))"))
                .contains("[50, 5368709120, 4294967294, 100] 100");
        assertThat(run("unzip", "-tq", "bundle.zip", "labels.txt")).contains("No errors detected").doesNotContain("warning");
    }

    /** Info-ZIP's unzip stumbles over a file of exactly this size, whoever wrote the archive; others read it. */
    @Test
    void theLargestSizeOfThirtyTwoBitsIsZip64Too() throws Exception {
        Path file = layOut(List.of(new ZipEntry("limit.bin", 2, new Zeros(4 * GIB - 1)), new ZipEntry("n", 0, new Zeros(0))));

        assertThat(sizesIn(file)).containsExactly(4 * GIB - 1, 0L);
    }

    private static List<Long> sizesIn(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.stream().map(java.util.zip.ZipEntry::getSize).toList();
        }
    }

    @Test
    void aDirectoryOfMoreThanSixtyFiveThousandFilesIsZip64() throws IOException {
        List<ZipEntry> many = IntStream.range(0, 70_000).mapToObj(index -> SampleContent.of(1, 1, index).as("f" + index))
                .toList();
        Path file = Files.write(folder.resolve("bundle.zip"), SampleContent.all(ZipArchive.of(many)));

        try (var zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(70_000);
            assertThat(zip.getInputStream(zip.getEntry("f69999")).readAllBytes()).isEqualTo(bytesOf(many.get(69_999)));
        }
    }

    /** Writes everything but the zeros; a file system keeps no room for what was never written. */
    private Path layOut(List<ZipEntry> entries) throws IOException {
        Path file = folder.resolve("bundle.zip");
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            long at = 0;
            for (Content content : ((JoinedContent) ZipArchive.of(entries)).contents()) {
                if (!(content instanceof Zeros) && content.length() > 0) {
                    out.seek(at);
                    out.write(SampleContent.all(content));
                }
                at += content.length();
            }
        }
        return file;
    }

    private static byte[] bytesOf(ZipEntry entry) {
        return ((SampleContent) entry.content()).bytes();
    }

    private String run(String... command) throws Exception {
        List<String> words = command.length == 1 ? List.of(command[0].split(" ")) : List.of(command);
        Assumptions.assumeTrue(Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, words.get(0)))), words.get(0) + " is not installed");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(() -> words.toString()).isZero();
        return Files.readString(output);
    }
}
