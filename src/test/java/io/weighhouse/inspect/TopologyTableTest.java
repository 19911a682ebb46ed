package io.weighhouse.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.weighhouse.inspect.layers.Shape;

class TopologyTableTest {

    @Test
    void followsShapesThroughAllForms() {
        Topology topology = Topology.of(Topologies.file(Topologies.RICH));

        assertThat(topology.rows().stream().map(row -> row.path() + " " + shapes(row)))
                .containsExactly("in [[null, 8, 8, 2]]", "c [[null, 4, 4, 3]]", "inner [[null, 12, 4]]",
                        "inner/i2 [[null, 4, 4, 3]]", "inner/f [[null, 48]]", "inner/r [[null, 12, 4]]", "b [[null, 12, 10]]",
                        "t [[null, 12, 2]]", "j [[null, 12, 4]]", "z [[null, 15, 4]]", "s [[null, 4]]");
    }

    @Test
    void givesEachWeightToTheLayerThatItsNameMeans() {
        Topology topology = Topology.of(Topologies.file(Topologies.RICH, "c/kernel", "m/c/bias", "inner/f/x", "f/y",
                "b/forward_l/lstm_cell/kernel", "inner/nobody", "nobody/kernel", "c"));

        assertThat(topology.rows().stream().filter(row -> !row.weights().isEmpty())
                .collect(Collectors.toMap(TableRow::path, row -> names(row.weights()))))
                .containsOnlyKeys("c", "inner", "inner/f", "b")
                .containsEntry("c", List.of("c/kernel", "m/c/bias"))
                .containsEntry("inner/f", List.of("inner/f/x", "f/y"))
                .containsEntry("inner", List.of("inner/nobody"))
                .containsEntry("b", List.of("b/forward_l/lstm_cell/kernel"));
        assertThat(names(topology.others())).containsExactly("nobody/kernel", "c");
        assertThat(topology.rows().get(2).parameters()).hasValue(3);
    }

    @Test
    void readsSequentialModelsOfTheOldForm() {
        Topology topology = Topology.of(Topologies.file("{\"class_name\":\"Sequential\",\"config\":[{\"class_name\":\"Dense\","
                + "\"config\":{\"name\":\"d\",\"units\":2,\"batch_input_shape\":[null,3]}}]}", "d/kernel"));

        assertThat(topology.rows()).hasSize(1);
        assertThat(shapes(topology.rows().get(0))).isEqualTo("[[null, 2]]");
        assertThat(topology.totals().rows()).isEqualTo(1);
    }

    @Test
    void readsGraphsWithTheirFunctions() {
        Topology topology = Topology.of(Topologies.file(Topologies.GRAPH, "w", "unused"));

        assertThat(topology.graph()).isTrue();
        assertThat(topology.rows().stream().map(row -> row.path() + " " + shapes(row) + " " + row.inputs()))
                .containsExactly("x [[null, 3]] []", "w [[3], ?] []", "y [] [x, w]", "f/z [] []");
        assertThat(topology.needs().orElseThrow().executeAsync()).isTrue();
        assertThat(names(topology.others())).containsExactly("unused");
    }

    private static List<String> names(List<Weight> weights) {
        return weights.stream().map(weight -> weight.spec().name()).toList();
    }

    private static String shapes(TableRow row) {
        return row.outputs().stream().map(shape -> shape.known() ? shape.dims().stream()
                .map(dim -> dim == Shape.OPEN ? "null" : dim.toString()).toList().toString() : "?").toList().toString();
    }
}
