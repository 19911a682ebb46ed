package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;

/** What changed between two versions. */
@QuarkusTest
class DiffTest extends HttpSuite {

    private static final String DENSE = "{\"class_name\":\"Dense\",\"config\":{\"name\":\"%s\",\"units\":%s}}";
    private static final String WEIGHT = "{\"name\":\"%s\",\"shape\":[%d],\"dtype\":\"bool\"}";

    @Test
    void tellsLayersAndWeightsThatCameWentAndChanged() {
        save(layers(DENSE.formatted("kept", "1"), DENSE.formatted("gone", 2), DENSE.formatted("other", 3)).replace("%W",
                WEIGHT.formatted("kept/w", 2) + "," + WEIGHT.formatted("gone/w", 1) + "," + WEIGHT.formatted("other/w", 1)),
                "aaxb").is(201);
        save(layers(DENSE.formatted("kept", "1.0"), DENSE.formatted("new", 2), DENSE.formatted("other", "4,\"use_bias\":true"))
                .replace("%W", WEIGHT.formatted("kept/w", 2) + "," + WEIGHT.formatted("new/w", 1) + ","
                        + WEIGHT.formatted("other/w", 2)),
                "aaybb").is(201);

        Answer answer = admin.get(diff("1", "2")).is(200);

        assertThat(answer.text()).isEqualTo("{\"from\":1,\"to\":2,\"layers\":{\"added\":[\"new\"],\"removed\":[\"gone\"],"
                + "\"changed\":[{\"name\":\"other\",\"config\":{\"units\":[3,4],\"use_bias\":[null,true]}}]},"
                + "\"weights\":{\"added\":[\"new/w\"],\"removed\":[\"gone/w\"],\"changed\":[\"other/w\"],"
                + "\"specs\":{\"other/w\":[{\"dtype\":\"bool\",\"shape\":[1],\"bytes\":1},"
                + "{\"dtype\":\"bool\",\"shape\":[2],\"bytes\":2}]},\"unchanged\":1,\"unknown\":[]}}");
        assertThat(answer.header("Cache-Control")).contains("private, max-age=31536000, immutable");
        assertThat(admin.get(diff("1", "@latest")).is(200).header("Cache-Control")).contains("no-cache");
        admin.get(diff("1", "2"), "If-None-Match", answer.header("ETag").orElseThrow()).isEmpty(304);
    }

    @Test
    void knowsEachTensorWhateverShardsAndOrderItCameIn() {
        String weights = WEIGHT.formatted("a", 3) + "," + WEIGHT.formatted("b", 3) + "," + WEIGHT.formatted("none", 0)
                + ",{\"name\":\"s\",\"shape\":[2],\"dtype\":\"string\"}";
        String two = layers().replace("%W", weights).replace("[\"w.bin\"]", "[\"one.bin\",\"two.bin\"]");
        byte[] one = bytes("aaabb");
        byte[] rest = bytes("b\0\0\0\0\1\0\0\0s");
        save(layers().replace("%W", weights), "aaabbb\0\0\0\0\1\0\0\0s").is(201);
        save(TinyModel.of(two).with("one.bin", one).with("two.bin", rest)).is(201);
        save(TinyModel.of(two.replace("Own", "Own2")).with("one.bin", bytes("aaabx")).with("two.bin", rest).reversed()).is(201);

        assertThat(weights(diff("1", "2")).getList("changed")).isEmpty();
        assertThat(weights(diff("1", "2")).getInt("unchanged")).isEqualTo(4);
        assertThat(weights(diff("2", "3")).getList("changed")).containsExactly("b");
        assertThat(weights(diff("2", "3")).getInt("unchanged")).isEqualTo(3);
        assertThat(weights(diff("3", "3")).getInt("unchanged")).isEqualTo(4);
    }

    @Test
    void withoutFingerprintsTellsWhatTheFilesDecide() throws SQLException {
        String groups = "{\"weightsManifest\":[{\"paths\":[\"x\"],\"weights\":[" + WEIGHT.formatted("x", 1)
                + "]},{\"paths\":[\"y\"],\"weights\":[" + WEIGHT.formatted("y", 1) + "]},{\"paths\":[\"z\"],\"weights\":["
                + WEIGHT.formatted("z1", 1) + "," + WEIGHT.formatted("z2", 1) + "]}]}";
        save(TinyModel.of(groups).with("x", bytes("x")).with("y", bytes("y")).with("z", bytes("zz"))).is(201);
        save(TinyModel.of(groups).with("x", bytes("x")).with("y", bytes("Y")).with("z", bytes("zZ"))).is(201);
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.executeUpdate("update version set fingerprints = null where number = 1"
                    + " and model_id = (select max(id) from model)");
        }

        JsonPath answer = admin.get(diff("1", "2")).is(200).json();

        assertThat(answer.getString("unreadable")).contains("only weights");
        assertThat(answer.getInt("weights.unchanged")).isEqualTo(1);
        assertThat(answer.getList("weights.changed")).isEqualTo(List.of("y"));
        assertThat(answer.getList("weights.unknown")).isEqualTo(List.of("z1", "z2"));
    }

    @Test
    void comparesHundredsOfTensorsWithoutTheirBytes() throws Exception {
        int tensors = 300;
        String weights = IntStream.range(0, tensors).mapToObj(index -> WEIGHT.formatted("w" + index, 1))
                .collect(Collectors.joining(","));
        save(layers().replace("%W", weights), "a".repeat(tensors)).is(201);
        save(layers().replace("%W", weights), "a".repeat(299) + "b").is(201);
        save(layers().replace("%W", weights), "a".repeat(299) + "b").is(200);
        Set<String> weightsInStore = column("select storage_key from blob b join version_file f on f.blob_id = b.id "
                + "join version v on v.id = f.version_id where v.model_id = (select max(id) from model)");
        weightsInStore.forEach(StoreResource::remove);

        JsonPath answer = weights(diff("1", "2"));

        assertThat(answer.getList("changed")).isEqualTo(List.of("w299"));
        assertThat(answer.getInt("unchanged")).isEqualTo(299);
        admin.send("DELETE", "/api/v1/models/" + model, BodyPublishers.noBody()).is(200);
    }

    @Test
    void isForThoseWhoMayReadTheModel() {
        save(layers().replace("%W", ""), "").is(201);

        stranger.get(diff("1", "1")).isProblem(401, "unauthenticated");
        admin.get(diff("1", "2")).isProblem(404, "not-found");
        admin.get(diff("x", "1")).isProblem(404, "not-found");
    }

    private JsonPath weights(String path) {
        JsonPath answer = admin.get(path).is(200).json();
        return answer.setRootPath("weights");
    }

    private Answer save(String modelFile, String weights) {
        return save(TinyModel.of(modelFile).with("w.bin", bytes(weights)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A model file with these layers; {@code %W} stands for its weights. */
    private static String layers(String... layers) {
        return "{\"modelTopology\":{\"class_name\":\"Sequential\",\"config\":{\"name\":\"Own\",\"layers\":["
                + String.join(",", layers) + "]}},\"weightsManifest\":[{\"paths\":[\"w.bin\"],\"weights\":[%W]}]}";
    }

    private String diff(String from, String to) {
        return "/api/v1/models/" + model + "/versions/" + from + "/diff/" + to;
    }
}
