package io.weighhouse.inspect.layers;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the shapes of what layers put out. Every layer of every model is computed once a call, whatever the file says: a
 * nested model that is called again with other inputs is not computed again.
 */
public final class ShapeInference {

    /** What a nested model was called with first, and what came out. */
    private record Computed(List<Shape> inputs, List<Shape> outputs) {
    }

    private final Map<LayerNode, List<List<Shape>>> outputs = new IdentityHashMap<>();
    private final Map<ModelNode, Computed> models = new IdentityHashMap<>();

    /** Computes a whole model. */
    public static ShapeInference of(ModelNode model) {
        ShapeInference inference = new ShapeInference();
        inference.model(model, List.of());
        return inference;
    }

    /** The outputs of a layer, the same at each of its calls; none where they differ or were not computed. */
    public List<Shape> outputs(LayerNode layer) {
        List<List<Shape>> calls = outputs.getOrDefault(layer, List.of());
        return calls.stream().distinct().count() == 1 ? calls.get(0) : List.of();
    }

    /** The outputs of one call. */
    List<Shape> call(LayerNode layer, List<Shape> inputs) {
        List<Shape> result = apply(layer, inputs);
        outputs.computeIfAbsent(layer, first -> new ArrayList<>()).add(result);
        return result;
    }

    private List<Shape> apply(LayerNode layer, List<Shape> inputs) {
        List<Shape> known = inputs.isEmpty() || !inputs.get(0).known() && inputs.size() == 1
                ? List.of(layer.config().inputShape())
                : inputs;
        if (layer.isModel()) {
            return model(layer.model().get(), inputs);
        }
        return switch (layer.className()) {
            case "TimeDistributed" -> eachStep(layer, known);
            case "Bidirectional" -> bothWays(layer, known);
            default -> ShapeRules.apply(layer.className(), layer.config(), known);
        };
    }

    private List<Shape> model(ModelNode model, List<Shape> inputs) {
        Computed before = models.get(model);
        if (before == null) {
            before = new Computed(inputs, model.isSequential() ? chain(model, inputs)
                    : new GraphInference(this, model).outputs(inputs));
            models.put(model, before);
        }
        return before.inputs().equals(inputs) ? before.outputs()
                : before.outputs().stream().map(output -> Shape.UNKNOWN).toList();
    }

    private List<Shape> chain(ModelNode model, List<Shape> inputs) {
        List<Shape> current = inputs;
        for (LayerNode layer : model.layers()) {
            current = call(layer, current);
        }
        return current;
    }

    private List<Shape> wrapped(LayerNode layer, List<Shape> inputs) {
        if (layer.model().isPresent()) {
            return model(layer.model().get(), inputs);
        }
        return layer.wrapped().map(inner -> apply(inner, inputs)).orElse(List.of(Shape.UNKNOWN));
    }

    private List<Shape> eachStep(LayerNode layer, List<Shape> inputs) {
        Shape input = inputs.get(0);
        if (input.rank() < 2) {
            return List.of(Shape.UNKNOWN);
        }
        return wrapped(layer, List.of(input.without(1))).stream()
                .map(output -> output.rank() < 1 ? Shape.UNKNOWN : output.inserting(1, input.get(1)))
                .toList();
    }

    /** The output of both directions, then the states of each. */
    private List<Shape> bothWays(LayerNode layer, List<Shape> inputs) {
        List<Shape> oneWay = wrapped(layer, inputs);
        Shape output = oneWay.get(0);
        List<Shape> states = oneWay.subList(1, oneWay.size());
        List<Shape> both = new ArrayList<>();
        if (layer.config().get("merge_mode").isNull()) {
            both.addAll(List.of(output, output));
        } else {
            boolean joined = layer.config().text("merge_mode", "concat").equals("concat") && output.rank() > 0;
            both.add(joined ? output.with(-1, output.last() > Integer.MAX_VALUE ? Shape.OPEN : 2 * output.last()) : output);
        }
        both.addAll(states);
        both.addAll(states);
        return both;
    }
}
