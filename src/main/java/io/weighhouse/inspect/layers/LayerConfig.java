package io.weighhouse.inspect.layers;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** The {@code config} of a layer: what a client wrote, read with the defaults of Keras and without trust. */
public record LayerConfig(JsonNode json) {

    static final LayerConfig NONE = new LayerConfig(MissingNode.getInstance());

    public JsonNode get(String name) {
        return json.path(name);
    }

    String text(String name, String otherwise) {
        JsonNode value = json.path(name);
        return value.isTextual() ? value.textValue() : otherwise;
    }

    public boolean flag(String name, boolean otherwise) {
        return json.path(name).asBoolean(otherwise);
    }

    OptionalLong number(String name) {
        JsonNode value = json.path(name);
        return value.isNumber() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    /** A number that the layer cannot be without. */
    long needed(String name) {
        return number(name).orElseThrow(() -> new ArithmeticException("no " + name));
    }

    /** {@code count} numbers; one alone stands for all of them. */
    List<Long> numbers(String name, int count, List<Long> otherwise) {
        JsonNode value = json.path(name);
        if (value.isNumber()) {
            return Collections.nCopies(count, value.longValue());
        }
        List<Long> listed = longs(value);
        return listed.size() == count ? listed : listed.size() == 1 ? Collections.nCopies(count, listed.get(0)) : otherwise;
    }

    static List<Long> longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).filter(JsonNode::isNumber).map(JsonNode::longValue).toList();
    }

    /** Where the channels stand: they are the last dimension unless the layer says otherwise. */
    boolean channelsFirst() {
        return text("data_format", "").equals("channels_first");
    }

    /** The shape of the input, where the layer itself says it. */
    Shape inputShape() {
        for (String name : List.of("batch_input_shape", "batch_shape")) {
            JsonNode shape = json.path(name);
            // of some converters, one shape in a list
            Shape read = Shape.of(shape.size() == 1 && shape.path(0).isArray() ? shape.path(0) : shape);
            if (read.known()) {
                return read;
            }
        }
        return Shape.UNKNOWN;
    }
}
