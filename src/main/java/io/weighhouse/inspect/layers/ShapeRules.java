package io.weighhouse.inspect.layers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is known of the common classes of layers. */
final class ShapeRules {

    private static final List<String> UNCHANGED = List.of("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax",
            "ThresholdedReLU", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise",
            "GaussianDropout", "AlphaDropout", "ActivityRegularization", "BatchNormalization", "LayerNormalization",
            "GroupNormalization", "UnitNormalization", "Normalization", "Masking", "Rescaling", "Identity", "InputLayer",
            "RandomFlip", "RandomRotation", "RandomZoom", "RandomContrast", "RandomBrightness", "RandomTranslation");

    private static final Map<String, ShapeRule> RULES = rules();

    private ShapeRules() {
    }

    private static Map<String, ShapeRule> rules() {
        Map<String, ShapeRule> rules = new HashMap<>();
        UNCHANGED.forEach(name -> rules.put(name, ShapeRule.single((config, input) -> input)));
        rules.put("Dense", ShapeRule.single((config, input) -> input.with(-1, config.needed("units"))));
        rules.put("Embedding", ShapeRule.single((config, input) -> input.inserting(input.rank(),
                config.needed("output_dim"))));
        Windows.addTo(rules);
        Reshapings.addTo(rules);
        Merges.addTo(rules);
        Recurrences.addTo(rules);
        return Map.copyOf(rules);
    }

    /** The outputs of a layer; one that is unknown where its class, its configuration or an input is. */
    static List<Shape> apply(String className, LayerConfig config, List<Shape> inputs) {
        ShapeRule rule = RULES.get(className);
        if (rule == null || inputs.isEmpty() || !inputs.stream().allMatch(Shape::known)) {
            return List.of(Shape.UNKNOWN);
        }
        try {
            return rule.outputs(config, inputs);
        } catch (ArithmeticException | IndexOutOfBoundsException impossible) {
            // what a client wrote is no such layer
            return List.of(Shape.UNKNOWN);
        }
    }
}
