package io.weighhouse.inspect;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Model files around topologies. */
final class Topologies {

    /** A bit of everything that a reader looks at. */
    static final String RICH = """
            {"class_name": "Functional", "config": {"name": "m", "trainable": true, "layers": [
              {"class_name": "InputLayer", "name": "in", "config": {"batch_input_shape": [null, 8, 8, 2]}, "inbound_nodes": []},
              {"class_name": "Conv2D", "name": "c", "config": {"filters": 3, "kernel_size": [3, 3], "strides": [2, 2],
                "padding": "same", "dilation_rate": [1, 1]}, "inbound_nodes": [[["in", 0, 0, {}]]]},
              {"class_name": "Functional", "name": "inner", "config": {"name": "inner", "layers": [
                {"class_name": "InputLayer", "name": "i2", "config": {"batch_shape": [null, 4, 4, 3]}, "inbound_nodes": []},
                {"class_name": "Flatten", "name": "f", "config": {}, "inbound_nodes": [[["i2", 0, 0, {}]]]},
                {"class_name": "Reshape", "name": "r", "config": {"target_shape": [-1, 4]},
                  "inbound_nodes": [[["f", 0, 0, {}]]]}],
                "input_layers": [["i2", 0, 0]], "output_layers": [["r", 0, 0]]}, "inbound_nodes": [[["c", 0, 0, {}]]]},
              {"class_name": "Bidirectional", "name": "b", "config": {"merge_mode": "concat", "layer": {"class_name": "LSTM",
                "config": {"name": "l", "units": 5, "return_sequences": true}}}, "inbound_nodes": [[["inner", 1, 0, {}]]]},
              {"class_name": "TimeDistributed", "name": "t", "config": {"layer": {"class_name": "Dense",
                "config": {"name": "d", "units": 2}}}, "inbound_nodes": [[["b", 0, 0, {}]], [["b", 0, 0, {}]]]},
              {"class_name": "Concatenate", "name": "j", "config": {"axis": -1},
                "inbound_nodes": [[["t", 0, 0, {}], ["t", 1, 0, {}]]]},
              {"class_name": "ZeroPadding1D", "name": "z", "config": {"padding": [1, 2]}, "inbound_nodes": [{"args": [
                {"class_name": "__keras_tensor__", "config": {"shape": [null, 12, 4], "keras_history": ["j", 0, 0]}}],
                "kwargs": {}}]},
              {"class_name": "RNN", "name": "s", "config": {"cell": {"class_name": "StackedRNNCells", "config": {"cells": [
                {"class_name": "GRUCell", "config": {"units": 3}}, {"class_name": "LSTMCell", "config": {"units": 4}}]}}},
                "inbound_nodes": [[["z", 0, 0, {}]]]}],
              "input_layers": [["in", 0, 0]], "output_layers": [["s", 0, 0]]}, "keras_version": "2.9.0"}""";

    static final String GRAPH = """
            {"node": [{"name": "x", "op": "Placeholder", "attr": {"dtype": {"type": "DT_FLOAT"},
                "shape": {"shape": {"dim": [{"size": "-1"}, {"size": 3}]}}}},
              {"name": "w", "op": "Const", "attr": {"_output_shapes": {"list": {"shape": [{"dim": [{"size": "3"}]},
                {"unknownRank": true}]}}}},
              {"name": "y", "op": "MatMul", "input": ["x", "^w", "w:1"], "attr": {"T": {"type": 1}}}],
             "library": {"function": [{"signature": {"name": "f"}, "nodeDef": [{"name": "z", "op": "Where"}]}]},
             "versions": {"producer": 1}}""";

    private Topologies() {
    }

    static byte[] file(String topology) {
        return file(topology, "");
    }

    /** With a weight of one byte for each of the names. */
    static byte[] file(String topology, String... names) {
        String weights = IntStream.range(0, names.length).filter(i -> !names[i].isEmpty())
                .mapToObj(i -> "{\"name\":\"" + names[i] + "\",\"shape\":[1],\"dtype\":\"bool\"}")
                .collect(Collectors.joining(","));
        return ("{\"modelTopology\":" + topology + ",\"weightsManifest\":[{\"paths\":[\"w\"],\"weights\":[" + weights + "]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
