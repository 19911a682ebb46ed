package io.weighhouse.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Topologies made to cost time, memory or stack. */
class HostileTopologyTest {

    /** A quadratic reader would need hours. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Stream<Arguments> readable() {
        int many = 20_000;
        return Stream.of(
                Arguments.of("a chain that stands in reverse", functional(repeat(many, i -> layer("a" + i,
                        i == many - 1 ? "" : "[[\"a" + (i + 1) + "\",0,0]]")), "[\"a0\",0,0]")),
                Arguments.of("layers in a circle", functional(repeat(many, i -> layer("a" + i,
                        "[[\"a" + (i + 1) % many + "\",0,0]]")), "[\"a0\",0,0]")),
                Arguments.of("one layer called with everything", functional(layer("all",
                        "[" + repeat(many, i -> "[\"a" + i + "\",0,0]") + "]") + "," + repeat(many, i -> layer("a" + i, "")),
                        "[\"all\",0,0]")),
                Arguments.of("one layer called again and again", functional(layer("in", "") + ","
                        + layer("all", repeat(many, i -> "[[\"in\",0,0]]")), "[\"all\",0,0]")),
                Arguments.of("inputs without end", "{\"class_name\":\"Functional\",\"config\":{\"layers\":["
                        + repeat(many, i -> layer("a" + i, "")) + "],\"input_layers\":["
                        + repeat(many, i -> "[\"a" + i + "\",0,0]") + "],\"output_layers\":[[\"a1\",0,0]]}}"),
                Arguments.of("many layers of one name", sequential(repeat(many, i -> layer("same", "")))),
                Arguments.of("models in models", nested(60, layer("x", ""))),
                Arguments.of("models in models, many times", sequential(repeat(300, i -> nested(40, layer("x", ""))))),
                Arguments.of("wrappers in wrappers", sequential("{\"class_name\":\"TimeDistributed\",\"config\":{\"layer\":"
                        .repeat(100) + layer("x", "") + "}}".repeat(100))),
                Arguments.of("cells in cells", sequential("{\"class_name\":\"RNN\",\"config\":{\"cell\":"
                        + "{\"config\":{\"cells\":[".repeat(80) + "]}}".repeat(80) + "}}")),
                Arguments.of("names of a megabyte", nested(8, repeat(5, i -> layer("n".repeat(1 << 20), "")))),
                Arguments.of("a graph of everything", "{\"node\":[" + repeat(many, i -> "{\"name\":\"n\",\"op\":\"o" + i
                        + "\",\"input\":[\"n\"]}") + "]}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readable")
    void readsInLinearTime(String name, String topology) {
        String[] weights = IntStream.range(0, 20_000).mapToObj(i -> "same/" + "a/".repeat(i % 20) + i).toArray(String[]::new);
        byte[] file = Topologies.file(topology, weights);

        Topology read = Assertions.assertTimeoutPreemptively(PATIENCE, () -> Topology.of(file));

        assertThat(read.unreadable()).isEmpty();
        assertThat(read.totals().parameters()).hasValue(20_000);
        assertThat(read.rows().stream().mapToInt(row -> row.weights().size()).sum() + read.others().size()).isEqualTo(20_000);
    }

    @Test
    void doesNotReadWhatTakesTooMuchMemory() {
        String values = "[0" + ",0".repeat(TopologyTree.MAX_TOKENS) + "]";
        String text = "\"" + "x".repeat(TopologyTree.MAX_BYTES) + "\"";

        assertThat(Topology.of(Topologies.file(values)).unreadable().orElseThrow()).contains("more than 600000 values");
        assertThat(Topology.of(Topologies.file(text)).unreadable().orElseThrow()).contains("larger than 16777216 bytes");
    }

    private static String functional(String layers, String output) {
        return "{\"class_name\":\"Functional\",\"config\":{\"layers\":[" + layers + "],\"output_layers\":[" + output + "]}}";
    }

    private static String sequential(String layers) {
        return "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"layers\":[" + layers + "]}}";
    }

    private static String nested(int depth, String innermost) {
        return "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"s\",\"layers\":[".repeat(depth) + innermost
                + "]}}".repeat(depth);
    }

    private static String layer(String name, String call) {
        return "{\"class_name\":\"Add\",\"config\":{\"name\":\"" + name + "\"},\"inbound_nodes\":[" + call + "]}";
    }

    private static String repeat(int times, IntFunction<String> piece) {
        return IntStream.range(0, times).mapToObj(piece).collect(Collectors.joining(","));
    }
}
