package io.weighhouse.inspect.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.weighhouse.inspect.TableRow;

/** Layers, or nodes of graphs, that came, went or were made otherwise; by their path. */
public record RowChanges(List<String> added, List<String> removed, List<Changed> changed) {

    /**
     * A row that is in both versions, but not the same.
     *
     * @param config what differs: a key, or keys of objects in one another joined by dots, and both values
     */
    public record Changed(String name, Map<String, Values> config) {
    }

    /** Null where there is none. */
    public record Values(JsonNode from, JsonNode to) {
    }

    static RowChanges of(DiffSide from, DiffSide to, boolean graph) {
        Map<String, TableRow> before = from.rows(graph);
        Map<String, TableRow> after = to.rows(graph);
        List<Changed> changed = new ArrayList<>();
        before.forEach((path, row) -> Optional.ofNullable(after.get(path))
                .map(now -> differences(row, now, graph ? "op" : "class_name"))
                .filter(differences -> !differences.isEmpty())
                .ifPresent(differences -> changed.add(new Changed(path, differences))));
        return new RowChanges(DiffSide.missingIn(after, before), DiffSide.missingIn(before, after), changed);
    }

    private static Map<String, Values> differences(TableRow before, TableRow after, String type) {
        Map<String, Values> differences = new LinkedHashMap<>();
        compare(type, TextNode.valueOf(before.type()), TextNode.valueOf(after.type()), differences);
        compare("inputs", texts(before.inputs()), texts(after.inputs()), differences);
        compareMembers("", before.config(), after.config(), differences);
        return differences;
    }

    /** The depth is bounded by that of the model file. */
    private static void compare(String key, JsonNode before, JsonNode after, Map<String, Values> differences) {
        if (before.isObject() && after.isObject()) {
            compareMembers(key + ".", before, after, differences);
        } else if (!before.equals(RowChanges::compareValues, after)) {
            differences.put(key, new Values(present(before), present(after)));
        }
    }

    private static void compareMembers(String prefix, JsonNode before, JsonNode after, Map<String, Values> differences) {
        before.fieldNames().forEachRemaining(key -> compare(prefix + key, before.get(key), after.path(key), differences));
        after.fieldNames().forEachRemaining(key -> {
            if (!before.has(key)) {
                compare(prefix + key, before.path(key), after.get(key), differences);
            }
        });
    }

    /** 1 and 1.0 are one number: Python and JavaScript write them each their own way. */
    private static int compareValues(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        return a.equals(b) ? 0 : 1;
    }

    private static JsonNode present(JsonNode value) {
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
