package io.weighhouse.inspect.layers;

import java.util.List;

/**
 * What a class of layers makes of its inputs. Works on what a client wrote: an {@link ArithmeticException} or
 * {@link IndexOutOfBoundsException} says that nothing can be known.
 */
@FunctionalInterface
interface ShapeRule {

    /** The outputs, by the configuration and known inputs, of which there is at least one. */
    List<Shape> outputs(LayerConfig config, List<Shape> inputs);

    /** A rule for layers with one input and one output. */
    static ShapeRule single(Single rule) {
        return (config, inputs) -> List.of(rule.output(config, inputs.get(0)));
    }

    /** One input, one output. */
    @FunctionalInterface
    interface Single {
        Shape output(LayerConfig config, Shape input);
    }
}
