package io.weighhouse.inspect.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers with several inputs and one output. */
final class Merges {

    private Merges() {
    }

    static void addTo(Map<String, ShapeRule> rules) {
        for (String name : List.of("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")) {
            rules.put(name, (config, inputs) -> List.of(inputs.stream().reduce(Merges::broadcast).orElseThrow()));
        }
        rules.put("Concatenate", (config, inputs) -> List.of(concatenated(config, inputs)));
        rules.put("Dot", (config, inputs) -> List.of(dot(config, inputs)));
        rules.put("MultiHeadAttention", (config, inputs) -> List.of(inputs.get(0)));
    }

    /** Right-aligned, as in NumPy. */
    private static Shape broadcast(Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        Shape longer = a.rank() >= b.rank() ? a : b;
        Shape shorter = longer == a ? b : a;
        Shape output = longer;
        for (int i = 1; i <= shorter.rank(); i++) {
            output = output.with(-i, common(longer.get(-i), shorter.get(-i)));
        }
        return output;
    }

    private static long common(long a, long b) {
        if (a == Shape.OPEN || b == Shape.OPEN) {
            return Shape.OPEN;
        } else if (a == 1 || a == b) {
            return b;
        } else if (b == 1) {
            return a;
        }
        throw new ArithmeticException("shapes that do not go together");
    }

    private static Shape concatenated(LayerConfig config, List<Shape> inputs) {
        int axis = Math.toIntExact(config.number("axis").orElse(-1));
        long sum = 0;
        for (Shape input : inputs) {
            long size = input.get(axis);
            sum = sum == Shape.OPEN || size == Shape.OPEN ? Shape.OPEN : Math.addExact(sum, size);
        }
        return inputs.get(0).with(axis, sum);
    }

    private static Shape dot(LayerConfig config, List<Shape> inputs) {
        List<Long> axes = config.numbers("axes", 2, List.of());
        Shape left = inputs.get(0).without(Math.toIntExact(axes.get(0)));
        Shape right = inputs.get(1).without(Math.toIntExact(axes.get(1))).without(0);
        List<Long> dims = new ArrayList<>(left.dims());
        dims.addAll(right.dims());
        if (dims.size() == 1) {
            dims.add(1L);
        }
        return Shape.of(dims);
    }
}
