package io.weighhouse.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.weighhouse.inspect.diff.DiffSide;
import io.weighhouse.inspect.diff.VersionDiff;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever stands in a topology, reading it comes to an end with an answer. */
class TopologyPropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STRANGE = List.of("null", "0", "-1", "1e308", "-9223372036854775808",
            "9223372036854775807", "0.5", "\"\"", "\"in\"", "\"Dense\"", "[]", "{}", "[null]", "[[]]", "[\"j\",-5,7]",
            "[1,2,3,4,5,6,7,8,9]", "true", "{\"layers\":[]}", "{\"class_name\":\"Sequential\",\"config\":[{}]}");

    @Property(tries = 3_000)
    void readsWhatWasSpoiled(@ForAll Random random) throws JsonProcessingException {
        String original = random.nextInt(4) == 0 ? Topologies.GRAPH : Topologies.RICH;
        JsonNode spoiled = JSON.readTree(original);
        for (int i = random.nextInt(4); i >= 0; i--) {
            spoil(spoiled, random);
        }
        byte[] before = Topologies.file(original, "c/kernel", "b/forward_l/kernel");
        byte[] after = Topologies.file(spoiled.toString(), "inner/f/x", "c/kernel");

        Topology topology = Topology.of(after);

        assertThat(topology.unreadable().isPresent() || topology.needs().isPresent()).isTrue();
        assertThat(diff(before, after).weights().added()).containsExactly("inner/f/x");
        assertThat(diff(after, after).layers().changed()).isEmpty();
        assertThat(diff(after, after).weights().unchanged()).isEqualTo(2);
    }

    private static VersionDiff diff(byte[] from, byte[] to) {
        return VersionDiff.between(DiffSide.of(from, Optional.empty(), Map.of("w", "1")),
                DiffSide.of(to, Optional.empty(), Map.of("w", "1")));
    }

    private static void spoil(JsonNode tree, Random random) throws JsonProcessingException {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        JsonNode strange = JSON.readTree(STRANGE.get(random.nextInt(STRANGE.size())));
        if (chosen instanceof ObjectNode object && !object.isEmpty()) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            String key = keys.get(random.nextInt(keys.size()));
            if (random.nextInt(4) == 0) {
                object.remove(key);
            } else {
                object.set(key, strange);
            }
        } else if (chosen instanceof ArrayNode array) {
            if (array.isEmpty() || random.nextInt(4) == 0) {
                array.add(strange);
            } else {
                array.set(random.nextInt(array.size()), strange);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(inner -> collect(inner, containers));
        }
    }
}
