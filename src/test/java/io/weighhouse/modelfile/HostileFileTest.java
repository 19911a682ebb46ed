package io.weighhouse.modelfile;

import static io.weighhouse.modelfile.ModelTexts.bytes;
import static io.weighhouse.modelfile.ModelTexts.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.weighhouse.problem.RegistryException;

/** Files of the greatest length that a client may send, made to cost time, memory or stack. */
class HostileFileTest {

    private static final int LENGTH = 32 << 20;
    private static final int LONGEST_PIECE = 200_000;
    /** A quadratic reader would need hours. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Garbage included, so that no file can fill the heap. */
    private static final long ALLOCATION = 50L * LENGTH;

    /** A start, as many pieces as there is room for, and an end. */
    record Filled(String start, IntFunction<String> piece, String end) {

        byte[] bytes() {
            byte[] file = new byte[LENGTH];
            int at = put(file, 0, start);
            for (int i = 0; at + LONGEST_PIECE < LENGTH; i++) {
                at = put(file, at, piece.apply(i));
            }
            return Arrays.copyOf(file, put(file, at, end));
        }

        private static int put(byte[] file, int at, String text) {
            byte[] bytes = ModelTexts.bytes(text);
            System.arraycopy(bytes, 0, file, at, bytes.length);
            return at + bytes.length;
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("arrays without end", new Filled("{\"modelTopology\":", i -> "[", "")),
                Arguments.of("objects without end", new Filled("{\"modelTopology\":", i -> "{\"a\":", "")),
                Arguments.of("a million arrays",
                        new Filled("{\"modelTopology\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000), i -> " ", "}")),
                Arguments.of("a number without end", new Filled("{\"modelTopology\":", i -> "1", "}")),
                Arguments.of("an exponent without end", new Filled("{\"modelTopology\":1e", i -> "9", "}")),
                Arguments.of("a hundred thousand digits, often",
                        new Filled("{\"modelTopology\":[0", i -> "," + "7".repeat(100_000), "]}")),
                Arguments.of("numbers beyond a double", new Filled("{\"modelTopology\":[0", i -> ",1e131071", "]}")),
                Arguments.of("one key again and again", new Filled("{\"modelTopology\":{\"a\":0", i -> ",\"a\":0", "}}")),
                Arguments.of("escaped keys again and again",
                        new Filled("{\"modelTopology\":{\"\\u0061\":0", i -> ",\"\\u0061\":0", "}}")),
                Arguments.of("a string that never ends", new Filled("{\"modelTopology\":\"", i -> "a", "")),
                Arguments.of("lone surrogates", new Filled("{\"modelTopology\":[0", i -> ",\"\\ud800\"", "]}")),
                Arguments.of("empty groups", new Filled("{\"weightsManifest\":[{}", i -> ",{}", "]}")),
                Arguments.of("empty weights",
                        new Filled("{\"weightsManifest\":[{\"paths\":[\"a\"],\"weights\":[0", i -> ",0", "]}]}")),
                Arguments.of("valid weights", new Filled("{\"weightsManifest\":[{\"paths\":[\"a\"],\"weights\":[0",
                        i -> ",{\"name\":\"%d\",\"dtype\":\"bool\",\"shape\":[]}".formatted(i), "]}]}")),
                Arguments.of("valid groups", new Filled("{\"weightsManifest\":[{\"paths\":[]}", i -> ",{\"paths\":[]}", "]}")),
                Arguments.of("valid paths",
                        new Filled("{\"weightsManifest\":[{\"paths\":[\"a\"", i -> ",\"" + i + "\"", "]}]}")),
                Arguments.of("dimensions", new Filled("{\"weightsManifest\":[{\"paths\":[\"a\"],\"weights\":[{\"shape\":[1",
                        i -> ",1", "]}]}]}")),
                Arguments.of("a path", new Filled("{\"weightsManifest\":[{\"paths\":[\"a", i -> "/a", "\"]}]}")));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("different keys",
                        new Filled("{\"modelTopology\":{\"a\":0", i -> ",\"" + Integer.toString(i, 36) + "!\":0",
                                "}}")),
                Arguments.of("keys whose Java hashes collide",
                        new Filled("{\"modelTopology\":{\"a\":0", i -> ",\"" + colliding(i) + "\":0",
                                "}}")),
                Arguments.of("keys at the top", new Filled("{\"modelTopology\":0", i -> ",\"" + i + "\":0", "}")),
                Arguments.of("small objects", new Filled("{\"modelTopology\":[0", i -> ",{\"a\":0,\"b\":0}", "]}")),
                Arguments.of("long keys alike", new Filled("{\"modelTopology\":{\"a\":0",
                        i -> ",\"" + "k".repeat(10_000) + i + "\":0", "}}")),
                Arguments.of("metadata",
                        new Filled("{\"modelTopology\":0,\"userDefinedMetadata\":{\"a\":0", i -> ",\"" + i + "\":0", "}}")),
                Arguments.of("layers",
                        new Filled("{\"modelTopology\":{\"layers\":[0", i -> ",{\"class_name\":\"" + i + "\"}", "]}}")),
                Arguments.of("empty arrays", new Filled("{\"modelTopology\":[0", i -> ",[]", "]}")),
                Arguments.of("white space", new Filled("{\"modelTopology\":", i -> " \n", "0}")),
                Arguments.of("escapes", new Filled("{\"modelTopology\":\"", i -> "\\ud83d\\ude00\\n", "\"}")),
                Arguments.of("a name",
                        new Filled("{\"weightsManifest\":[{\"paths\":[],\"weights\":[{\"dtype\":\"bool\",\"shape\":[0],"
                                + "\"name\":\"", i -> "é", "\"}]}]}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesInLinearTimeAndWithASmallAnswer(String name, Filled text) {
        byte[] file = text.bytes();

        RegistryException refusal = assertTimeoutPreemptively(PATIENCE, () -> measured(() -> refusalOf(file)));

        assertThat(refusal.members().toString().length()).isLessThan(100_000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void acceptsInLinearTime(String name, Filled text) {
        byte[] file = text.bytes();

        ModelFile read = assertTimeoutPreemptively(PATIENCE, () -> measured(() -> ModelFile.read(file)));

        assertThat(bytes(read.index()).length).isLessThanOrEqualTo(16_000);
    }

    @Test
    void readsAnOrdinaryFileInMicroseconds() {
        StringBuilder layers = new StringBuilder("{\"class_name\":\"InputLayer\"}");
        StringBuilder weights = new StringBuilder(ModelTexts.weight("w", "float32", "[3,3]"));
        for (int i = 0; i < 60; i++) {
            layers.append(",{\"class_name\":\"Dense\",\"config\":{\"units\":64,\"activation\":\"relu\",\"trainable\":true}}");
            weights.append(',').append(ModelTexts.weight("dense_" + i + "/kernel", "float32", "[3,3,64,64]"));
        }
        byte[] file = bytes("{\"modelTopology\":{\"class_name\":\"Sequential\",\"config\":{\"layers\":[" + layers
                + "]}},\"weightsManifest\":[{\"paths\":[\"./model.weights.bin\"],\"weights\":[" + weights + "]}]}");
        long best = Long.MAX_VALUE;

        for (int i = 0; i < 5_000; i++) {
            long start = System.nanoTime();
            ModelFile.read(file);
            best = Math.min(best, System.nanoTime() - start);
        }

        assertThat(file.length).isBetween(8_000, 12_000);
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(1));
    }

    /** Texts of 21 pairs, each pair one of two that String.hashCode takes for the same. */
    private static String colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 21; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static <T> T measured(Callable<T> reading) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        T result = reading.call();

        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(ALLOCATION);
        return result;
    }
}
