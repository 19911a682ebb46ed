package io.weighhouse.inspect.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows the calls of a functional model from its inputs on, each when all that it needs is there: in linear time. */
final class GraphInference {

    /** One call of one layer; what it still waits for is counted down. */
    private static final class Call {
        private final Place place;
        private final LayerNode layer;
        private final List<TensorRef> inputs;
        private int missing;

        Call(Place place, LayerNode layer, List<TensorRef> inputs) {
            this.place = place;
            this.layer = layer;
            this.inputs = inputs;
        }
    }

    private record Place(String layer, int call) {
    }

    private final ShapeInference inference;
    private final ModelNode model;
    private final Map<String, Integer> inputNumbers = new HashMap<>();
    private final Map<String, Integer> firstCalls = new HashMap<>();
    private final Map<Place, Call> calls = new HashMap<>();
    private final Map<Place, List<Call>> waiting = new HashMap<>();
    private final Map<Place, List<Shape>> done = new HashMap<>();
    private final Map<TensorRef, Shape> told = new HashMap<>();

    GraphInference(ShapeInference inference, ModelNode model) {
        this.inference = inference;
        this.model = model;
    }

    List<Shape> outputs(List<Shape> inputs) {
        numberCalls();
        listCalls();
        Deque<Place> ready = new ArrayDeque<>();
        calls.forEach((place, call) -> {
            if (call.missing == 0) {
                ready.add(place);
            }
        });
        while (!ready.isEmpty()) {
            Place place = ready.poll();
            done.put(place, compute(calls.get(place), inputs));
            for (Call next : waiting.getOrDefault(place, List.of())) {
                next.missing--;
                if (next.missing == 0) {
                    ready.add(next.place);
                }
            }
        }
        return model.outputs().stream().map(this::shape).toList();
    }

    /** The calls of a nested model are counted from 1: its own making was the first. */
    private void numberCalls() {
        Map<String, Integer> most = new HashMap<>();
        model.layers().forEach(layer -> layer.calls().forEach(call -> call.forEach(ref -> most.merge(ref.layer(), ref.call(),
                Math::max))));
        model.inputs().forEach(ref -> inputNumbers.putIfAbsent(ref.layer(), inputNumbers.size()));
        model.outputs().forEach(ref -> most.merge(ref.layer(), ref.call(), Math::max));
        for (LayerNode layer : model.layers()) {
            boolean shifted = layer.isModel() && most.getOrDefault(layer.name(), 0) >= Math.max(1, layer.calls().size());
            firstCalls.put(layer.name(), shifted ? 1 : 0);
        }
    }

    private void listCalls() {
        for (LayerNode layer : model.layers()) {
            List<List<TensorRef>> all = layer.calls().isEmpty() ? List.of(List.of()) : layer.calls();
            for (int i = 0; i < all.size(); i++) {
                Place place = new Place(layer.name(), i);
                calls.putIfAbsent(place, new Call(place, layer, all.get(i)));
            }
        }
        for (Call call : calls.values()) {
            for (TensorRef ref : call.inputs) {
                if (calls.containsKey(placeOf(ref))) {
                    call.missing++;
                    waiting.computeIfAbsent(placeOf(ref), place -> new ArrayList<>()).add(call);
                }
                if (ref.shape().known()) {
                    told.put(bare(ref), ref.shape());
                }
            }
        }
    }

    private List<Shape> compute(Call call, List<Shape> given) {
        int input = inputNumbers.getOrDefault(call.layer.name(), given.size());
        boolean fed = call.inputs.isEmpty() && input < given.size() && given.get(input).known();
        List<Shape> inputs = fed ? List.of(given.get(input)) : call.inputs.stream().map(this::shape).toList();
        return inference.call(call.layer, inputs);
    }

    private Shape shape(TensorRef ref) {
        List<Shape> outputs = done.getOrDefault(placeOf(ref), List.of());
        Shape computed = ref.output() >= 0 && ref.output() < outputs.size() ? outputs.get(ref.output()) : Shape.UNKNOWN;
        return computed.known() ? computed : told.getOrDefault(bare(ref), Shape.UNKNOWN);
    }

    private Place placeOf(TensorRef ref) {
        return new Place(ref.layer(), ref.call() - firstCalls.getOrDefault(ref.layer(), 0));
    }

    private static TensorRef bare(TensorRef ref) {
        return new TensorRef(ref.layer(), ref.call(), ref.output(), Shape.UNKNOWN);
    }
}
