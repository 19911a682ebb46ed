package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.catalog.Digest;

/** What is in a version, as a table. */
@QuarkusTest
class TopologyTest extends HttpSuite {

    private static final String MODEL_FILE = """
            {"modelTopology": {"model_config": {"class_name": "Functional", "config": {"name": "m", "layers": [
              {"class_name": "InputLayer", "name": "in", "config": {"batch_shape": [null, 4], "name": "in"}, "inbound_nodes": []},
              {"class_name": "Dense", "name": "d", "config": {"name": "d", "units": 3}, "inbound_nodes": [{"args": [
                {"class_name": "__keras_tensor__", "config": {"shape": [null, 4], "keras_history": ["in", 0, 0]}}],
                "kwargs": {}}]},
              {"class_name": "Lambda", "name": "l", "config": {"name": "l"}, "inbound_nodes": [[["d", 0, 0, {}]]]},
              {"class_name": "Odd", "name": "o", "config": {"name": "o"}, "inbound_nodes": [["l", 0, 0, {}]]}],
              "input_layers": ["in", 0, 0], "output_layers": ["o", 0, 0]}}, "keras_version": "3.4.1"},
             "weightsManifest": [{"paths": ["a.bin"], "weights": [
              {"name": "m/d/kernel", "shape": [4, 3], "dtype": "float32",
               "quantization": {"dtype": "uint8", "min": -1.5, "scale": 0.25}},
              {"name": "names", "shape": [1], "dtype": "string"},
              {"name": "iter", "shape": [], "dtype": "int32", "group": "optimizer"}]}]}""";
    private static final TinyModel TINY = TinyModel.of(MODEL_FILE).with("a.bin", new byte[20]);

    @Test
    void tellsWhatTheFileSays() {
        save(TINY).is(201);

        Answer answer = admin.get(topology("1")).is(200);

        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.text()).isEqualTo("{\"format\":\"layers-model\","
                + "\"totals\":{\"layers\":4,\"parameters\":13,\"trainable\":13,\"weightBytes\":null},\"layers\":["
                + "{\"name\":\"in\",\"class\":\"InputLayer\",\"outputShape\":[null,4],\"parameters\":0,\"inputs\":[],\"weights\":[]},"
                + "{\"name\":\"d\",\"class\":\"Dense\",\"outputShape\":[null,3],\"parameters\":12,\"inputs\":[\"in\"],"
                + "\"weights\":[{\"name\":\"m/d/kernel\",\"dtype\":\"float32\",\"shape\":[4,3],\"bytes\":12,"
                + "\"quantization\":{\"dtype\":\"uint8\",\"min\":-1.5,\"scale\":0.25}}]},"
                + "{\"name\":\"l\",\"class\":\"Lambda\",\"outputShape\":null,\"parameters\":0,\"inputs\":[\"d\"],\"weights\":[]},"
                + "{\"name\":\"o\",\"class\":\"Odd\",\"outputShape\":null,\"parameters\":0,\"inputs\":[\"l\"],\"weights\":[]}],"
                + "\"otherWeights\":[{\"name\":\"names\",\"dtype\":\"string\",\"shape\":[1],\"bytes\":null},"
                + "{\"name\":\"iter\",\"dtype\":\"int32\",\"shape\":[],\"bytes\":4,\"optimizer\":true}],"
                + "\"needs\":{\"loader\":\"tf.loadLayersModel\",\"classes\":[\"Dense\",\"InputLayer\",\"Lambda\",\"Odd\"],"
                + "\"custom\":[\"Lambda\",\"Odd\"],\"lambda\":[\"l\"]}}");
    }

    @Test
    void isKeptForEverUnderWhatNeverMoves() {
        String digest = save(TINY).is(201).json().getString("digest");

        for (String ref : new String[] { "1", digest }) {
            Answer answer = admin.get(topology(ref)).is(200);
            assertThat(answer.header("Cache-Control")).contains("private, max-age=31536000, immutable");
            assertThat(answer.header("ETag")).contains('"' + Digest.of(answer.bytes()).hex().substring(0, 32) + '"');
        }
        assertThat(admin.get(topology("@latest")).is(200).header("Cache-Control")).contains("no-cache");
    }

    @Test
    void answersWhoHasItAlreadyAndWhoWantsOnlyTheHead() {
        save(TINY).is(201);
        Answer whole = admin.get(topology("1")).is(200);
        String tag = whole.header("ETag").orElseThrow();

        Answer known = admin.get(topology("1"), "If-None-Match", "\"other\", W/" + tag).isEmpty(304);
        Answer head = admin.head(topology("1")).isEmpty(200);

        assertThat(known.header("ETag")).contains(tag);
        assertThat(known.header("Cache-Control")).isEqualTo(whole.header("Cache-Control"));
        assertThat(head.header("ETag")).contains(tag);
        assertThat(head.header("Content-Length")).contains(String.valueOf(whole.bytes().length));
    }

    @Test
    void publicModelsAreOpenToStrangersAndPrivateOnesAreNotThere() {
        save(TINY).is(201);
        String open = model + "-open";
        admin.with("X-Model-Visibility", "public").save("/models/" + open, TINY).is(201);

        assertThat(stranger.get("/api/v1/models/" + open + "/versions/1/topology").is(200).header("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
        stranger.get(topology("1")).isProblem(401, "unauthenticated");
        stranger.get(topology("1").replace(model, model + "-none")).isProblem(401, "unauthenticated");
        admin.get(topology("1").replace(model, model + "-none")).isProblem(404, "not-found");
    }

    @Test
    void refusesRefsThatNameNothing() {
        save(TINY).is(201);
        for (String ref : new String[] { "2", "0", "x", "@none", "sha256-" + "0".repeat(64) }) {
            admin.get(topology(ref)).isProblem(404, "not-found");
        }
        admin.send("POST", topology("1"), BodyPublishers.noBody()).isProblem(405, "method-not-allowed");
        admin.get("/api/v1/models/suite/UPPER/versions/1/topology").isProblem(400, "invalid-name");

        admin.get(topology("1")).is(200);
        admin.send("DELETE", "/api/v1/models/" + model + "/versions/1", BodyPublishers.noBody()).is(200);
        admin.get(topology("1")).isProblem(410, "deleted");
        admin.get(diff("1", "1")).isProblem(410, "deleted");
    }

    @Test
    void saysWhyAVersionHasNoTable() {
        Map<String, String> files = Map.of(
                "only weights", "{\"weightsManifest\":[]}",
                "neither a model of layers nor a graph", "{\"modelTopology\":{\"class_name\":\"Own\",\"config\":{}}}",
                "more than 600000 values", "{\"modelTopology\":[0" + ",0".repeat(700_000) + "]}");
        files.forEach((reason, file) -> {
            int version = save(TinyModel.of(file)).is(201).json().getInt("version");

            Answer answer = admin.get(topology("" + version)).is(200);

            assertThat(answer.json().getString("unreadable")).contains(reason);
            assertThat(answer.json().getList("layers")).isEmpty();
        });
    }

    private String topology(String ref) {
        return "/api/v1/models/" + model + "/versions/" + ref + "/topology";
    }

    private String diff(String from, String to) {
        return "/api/v1/models/" + model + "/versions/" + from + "/diff/" + to;
    }
}
