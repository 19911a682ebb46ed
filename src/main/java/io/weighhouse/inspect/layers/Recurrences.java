package io.weighhouse.inspect.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** Layers that walk along a sequence. */
final class Recurrences {

    private Recurrences() {
    }

    static void addTo(Map<String, ShapeRule> rules) {
        rules.put("SimpleRNN", (config, inputs) -> walked(config, inputs.get(0), List.of(config.needed("units"))));
        rules.put("GRU", rules.get("SimpleRNN"));
        rules.put("LSTM", (config, inputs) -> walked(config, inputs.get(0),
                Collections.nCopies(2, config.needed("units"))));
        rules.put("RNN", (config, inputs) -> walked(config, inputs.get(0), states(config.get("cell"))));
        rules.put("ConvLSTM2D", (config, inputs) -> convolved(config, inputs.get(0)));
    }

    /** The output of the last step or of all, then the states where they are wanted. */
    private static List<Shape> walked(LayerConfig config, Shape input, List<Long> states) {
        Windows.exactly(input, 3);
        long batch = input.get(0);
        List<Shape> outputs = new ArrayList<>();
        outputs.add(config.flag("return_sequences", false) ? Shape.of(batch, input.get(1), states.get(0))
                : Shape.of(batch, states.get(0)));
        if (config.flag("return_state", false)) {
            states.forEach(units -> outputs.add(Shape.of(batch, units)));
        }
        return List.copyOf(outputs);
    }

    /** Sizes of a cell's states; the first one is that of its output. Stacked cells put out what the last one does. */
    private static List<Long> states(JsonNode cell) {
        LayerConfig config = new LayerConfig(cell.path("config"));
        JsonNode stacked = config.get("cells");
        if (!stacked.isArray()) {
            return Collections.nCopies(cell.path("class_name").asText().equals("LSTMCell") ? 2 : 1, config.needed("units"));
        }
        List<Long> all = new ArrayList<>();
        for (int i = stacked.size() - 1; i >= 0; i--) {
            all.addAll(states(stacked.get(i)));
        }
        return all;
    }

    private static List<Shape> convolved(LayerConfig config, Shape input) {
        Windows.exactly(input, 5);
        int space = config.channelsFirst() ? 3 : 2;
        List<Long> kernel = config.numbers("kernel_size", 2, List.of());
        List<Long> strides = config.numbers("strides", 2, List.of(1L, 1L));
        List<Long> dilation = config.numbers("dilation_rate", 2, List.of(1L, 1L));
        Shape all = input.with(config.channelsFirst() ? 2 : -1, config.needed("filters"));
        for (int i = 0; i < 2; i++) {
            all = all.with(space + i, Windows.slid(input.get(space + i), kernel.get(i), strides.get(i), dilation.get(i),
                    Windows.padding(config)));
        }
        Shape state = all.without(1);
        List<Shape> outputs = new ArrayList<>(List.of(config.flag("return_sequences", false) ? all : state));
        if (config.flag("return_state", false)) {
            outputs.addAll(List.of(state, state));
        }
        return List.copyOf(outputs);
    }
}
