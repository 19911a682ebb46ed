package io.weighhouse.inspect.layers;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Layers that move a window over one, two or three dimensions: convolutions and pooling, as TensorFlow.js counts. */
final class Windows {

    private Windows() {
    }

    static void addTo(Map<String, ShapeRule> rules) {
        for (int n = 1; n <= 3; n++) {
            int space = n;
            rules.put("Conv" + n + "D", ShapeRule.single((config, input) -> convolution(config, input, space)));
            rules.put("SeparableConv" + n + "D", ShapeRule.single((config, input) -> convolution(config, input, space)));
            rules.put("DepthwiseConv" + n + "D", ShapeRule.single((config, input) -> depthwise(config, input, space)));
            rules.put("Conv" + n + "DTranspose", ShapeRule.single((config, input) -> transposed(config, input, space)));
            for (String kind : List.of("Max", "Average")) {
                rules.put(kind + "Pooling" + n + "D", ShapeRule.single((config, input) -> pooling(config, input, space)));
            }
            for (String kind : List.of("GlobalMax", "GlobalAverage")) {
                rules.put(kind + "Pooling" + n + "D", ShapeRule.single((config, input) -> global(config, input, space)));
            }
        }
    }

    private static Shape convolution(LayerConfig config, Shape input, int space) {
        return windowed(config, input, space).with(channelAxis(config), config.needed("filters"));
    }

    private static Shape depthwise(LayerConfig config, Shape input, int space) {
        long channels = input.get(channelAxis(config));
        long multiplier = config.number("depth_multiplier").orElse(1);
        return windowed(config, input, space).with(channelAxis(config),
                channels == Shape.OPEN ? Shape.OPEN : Math.multiplyExact(channels, multiplier));
    }

    private static Shape windowed(LayerConfig config, Shape input, int space) {
        List<Long> kernel = config.numbers("kernel_size", space, List.of());
        List<Long> strides = config.numbers("strides", space, Collections.nCopies(space, 1L));
        List<Long> dilation = config.numbers("dilation_rate", space, Collections.nCopies(space, 1L));
        Shape output = exactly(input, space + 2);
        for (int i = 0; i < space; i++) {
            int axis = firstSpace(config) + i;
            output = output.with(axis, slid(input.get(axis), kernel.get(i), strides.get(i), dilation.get(i), padding(config)));
        }
        return output;
    }

    private static Shape pooling(LayerConfig config, Shape input, int space) {
        List<Long> pool = config.numbers("pool_size", space, Collections.nCopies(space, 2L));
        List<Long> strides = config.numbers("strides", space, pool);
        Shape output = exactly(input, space + 2);
        for (int i = 0; i < space; i++) {
            int axis = firstSpace(config) + i;
            output = output.with(axis, slid(input.get(axis), pool.get(i), strides.get(i), 1, padding(config)));
        }
        return output;
    }

    private static Shape transposed(LayerConfig config, Shape input, int space) {
        List<Long> kernel = config.numbers("kernel_size", space, List.of());
        List<Long> strides = config.numbers("strides", space, Collections.nCopies(space, 1L));
        Shape output = exactly(input, space + 2).with(channelAxis(config), config.needed("filters"));
        for (int i = 0; i < space; i++) {
            int axis = firstSpace(config) + i;
            long grown = padding(config).equals("valid") ? Math.max(Math.subtractExact(kernel.get(i), strides.get(i)), 0) : 0;
            long size = input.get(axis);
            output = output.with(axis, size == Shape.OPEN ? Shape.OPEN
                    : Math.addExact(Math.multiplyExact(size, strides.get(i)), grown));
        }
        return output;
    }

    private static Shape global(LayerConfig config, Shape input, int space) {
        long channels = exactly(input, space + 2).get(channelAxis(config));
        if (!config.flag("keepdims", false)) {
            return Shape.of(input.get(0), channels);
        }
        Shape output = input;
        for (int i = 0; i < space; i++) {
            output = output.with(firstSpace(config) + i, 1);
        }
        return output;
    }

    /** The size of a dimension after a window was moved along it; the padding is valid, same or causal. */
    static long slid(long size, long window, long stride, long dilation, String padding) {
        if (size == Shape.OPEN) {
            return Shape.OPEN;
        }
        long reach = Math.addExact(Math.multiplyExact(window - 1, dilation), 1);
        long places = padding.equals("valid") ? Math.subtractExact(size, reach) + 1 : size;
        if (places <= 0) {
            throw new ArithmeticException("the window is larger than the input");
        }
        return Math.floorDiv(Math.addExact(places, stride - 1), stride);
    }

    static String padding(LayerConfig config) {
        return config.text("padding", "valid");
    }

    private static int firstSpace(LayerConfig config) {
        return config.channelsFirst() ? 2 : 1;
    }

    private static int channelAxis(LayerConfig config) {
        return config.channelsFirst() ? 1 : -1;
    }

    static Shape exactly(Shape input, int rank) {
        if (input.rank() != rank) {
            throw new IndexOutOfBoundsException("another rank");
        }
        return input;
    }
}
