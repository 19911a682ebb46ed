package io.weighhouse.inspect.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** Layers that only lay out anew what comes in: other dimensions, borders, repetitions. */
final class Reshapings {

    private Reshapings() {
    }

    static void addTo(Map<String, ShapeRule> rules) {
        rules.put("Flatten", ShapeRule.single((config, input) -> Shape.of(input.get(0), input.elementsFrom(1))));
        rules.put("Reshape", ShapeRule.single(Reshapings::reshaped));
        rules.put("Permute", ShapeRule.single(Reshapings::permuted));
        rules.put("RepeatVector", ShapeRule.single((config, input) -> Windows.exactly(input, 2)
                .inserting(1, config.needed("n"))));
        rules.put("Resizing", ShapeRule.single(Reshapings::resized));
        rules.put("CenterCrop", ShapeRule.single(Reshapings::resized));
        rules.put("RandomWidth", ShapeRule.single((config, input) -> input.with(-2, Shape.OPEN)));
        rules.put("CategoryEncoding", ShapeRule.single(Reshapings::encoded));
        for (int n = 1; n <= 3; n++) {
            int space = n;
            rules.put("ZeroPadding" + n + "D",
                    ShapeRule.single((config, input) -> bordered(config, config.get("padding"), 1, input, space)));
            rules.put("Cropping" + n + "D",
                    ShapeRule.single((config, input) -> bordered(config, config.get("cropping"), -1, input, space)));
            rules.put("UpSampling" + n + "D", ShapeRule.single((config, input) -> enlarged(config, input, space)));
        }
    }

    private static Shape reshaped(LayerConfig config, Shape input) {
        Shape target = Shape.of(config.get("target_shape"));
        if (!target.known()) {
            throw new ArithmeticException("no target_shape");
        }
        int open = target.dims().indexOf(Shape.OPEN);
        long all = input.elementsFrom(1);
        if (open >= 0 && all != Shape.OPEN) {
            target = target.with(open, all / target.with(open, 1).elementsFrom(0));
        }
        return target.inserting(0, input.get(0));
    }

    private static Shape permuted(LayerConfig config, Shape input) {
        List<Long> dims = new ArrayList<>(List.of(input.get(0)));
        LayerConfig.longs(config.get("dims")).forEach(dim -> dims.add(input.get(Math.toIntExact(dim))));
        return Windows.exactly(Shape.of(dims), input.rank());
    }

    private static Shape resized(LayerConfig config, Shape input) {
        return input.with(-3, config.needed("height")).with(-2, config.needed("width"));
    }

    private static Shape encoded(LayerConfig config, Shape input) {
        long tokens = config.needed("num_tokens");
        boolean appended = config.text("output_mode", "multiHot").replace("_", "").equalsIgnoreCase("onehot")
                && input.last() != 1;
        return appended ? input.inserting(input.rank(), tokens) : input.with(-1, tokens);
    }

    /** The border is one number, one a dimension, or a pair a dimension. */
    private static Shape bordered(LayerConfig config, JsonNode border, int sign, Shape input, int space) {
        Shape output = Windows.exactly(input, space + 2);
        for (int i = 0; i < space; i++) {
            int axis = (config.channelsFirst() ? 2 : 1) + i;
            long size = input.get(axis);
            output = output.with(axis, size == Shape.OPEN ? Shape.OPEN
                    : Math.addExact(size, sign * width(border, i, space)));
        }
        return output;
    }

    private static long width(JsonNode border, int axis, int space) {
        if (border.isNumber()) {
            return 2 * border.longValue();
        }
        if (space == 1 && border.size() == 2) {
            return sum(border);
        }
        JsonNode side = border.path(axis);
        return side.isArray() ? sum(side) : side.isNumber() ? 2 * side.longValue() : 2;
    }

    private static long sum(JsonNode pair) {
        return LayerConfig.longs(pair).stream().mapToLong(Long::longValue).sum();
    }

    private static Shape enlarged(LayerConfig config, Shape input, int space) {
        List<Long> factors = config.numbers("size", space, Collections.nCopies(space, 2L));
        Shape output = Windows.exactly(input, space + 2);
        for (int i = 0; i < space; i++) {
            int axis = (config.channelsFirst() ? 2 : 1) + i;
            long size = input.get(axis);
            output = output.with(axis, size == Shape.OPEN ? Shape.OPEN : Math.multiplyExact(size, factors.get(i)));
        }
        return output;
    }
}
