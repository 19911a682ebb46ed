package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.weighhouse.catalog.Digest;

/** What a save answers, and what it makes visible. */
@QuarkusTest
class SaveTest extends HttpSuite {

    @Test
    void answersWhatWasPublished() {
        TinyModel tiny = TinyModel.dense(1);

        Answer answer = save(tiny).is(201);

        JsonPath json = answer.json();
        String load = base.resolve(at("1/model.json")).toString();
        Digest modelFile = Digest.of(tiny.content(0));
        Digest weights = Digest.of(tiny.content(1));
        assertThat(json.getString("model")).isEqualTo(model);
        assertThat(json.getInt("version")).isEqualTo(1);
        assertThat(json.getBoolean("created")).isTrue();
        assertThat(json.getString("format")).isEqualTo("layers-model");
        assertThat(json.getString("digest")).isEqualTo(Digest.of(
                modelFile.hex() + "  model.json\n" + weights.hex() + "  model.weights.bin\n").ref());
        assertThat(json.getString("modelArtifactsInfo.dateSaved")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
        assertThat(json.getString("modelArtifactsInfo.modelTopologyType")).isEqualTo("JSON");
        assertThat(json.getInt("modelArtifactsInfo.modelTopologyBytes"))
                .isEqualTo("{\"class_name\":\"Sequential\",\"config\":{\"name\":\"tiny\",\"layers\":[]}}".length());
        assertThat(json.getInt("modelArtifactsInfo.weightSpecsBytes"))
                .isEqualTo("[{\"name\":\"dense/kernel\",\"shape\":[10],\"dtype\":\"float32\"}]".length());
        assertThat(json.getInt("modelArtifactsInfo.weightDataBytes")).isEqualTo(40);
        assertThat(json.getList("files")).hasSize(1);
        assertThat(json.getString("files[0].path")).isEqualTo("model.weights.bin");
        assertThat(json.getString("files[0].role")).isEqualTo("shard");
        assertThat(json.getInt("files[0].bytes")).isEqualTo(40);
        assertThat(json.getString("files[0].sha256")).isEqualTo(weights.hex());
        assertThat(json.getString("links.load")).isEqualTo(load);
        assertThat(json.getString("links.latest")).isEqualTo(base.resolve(at("model.json")).toString());
        assertThat(json.getString("links.bundle")).isEqualTo(base.resolve(at("1/bundle.zip")).toString());
        assertThat(answer.header("Location")).contains(load);
        assertThat(answer.header("ETag")).contains('"' + modelFile.ref() + '"');
        assertThat(admin.get(at("1/model.json")).is(200).bytes()).isEqualTo(tiny.content(0));
        assertThat(admin.get(at("1/model.weights.bin")).is(200).bytes()).isEqualTo(tiny.content(1));
    }

    @ParameterizedTest
    @ValueSource(strings = { "POST", "PUT" })
    void takesBothMethodsOnEveryAddressOfASave(String method) {
        List<String> paths = List.of("/models/" + model, "/models/" + model + "/", at("model.json"), "/upload?model=" + model);
        for (String path : paths) {
            Answer answer = admin.send(method, path, body(TinyModel.dense(path.hashCode())),
                    "Content-Type", TinyModel.CONTENT_TYPE).is(201);

            assertThat(answer.json().getString("model")).isEqualTo(model);
        }
        admin.send(method, "/upload", body(TinyModel.dense(77)), "Content-Type", TinyModel.CONTENT_TYPE,
                "X-Model-Name", model).is(201);
    }

    @Test
    void bytesOfTheNewestVersionAreNoNewVersion() throws Exception {
        save(TinyModel.dense(1)).is(201);

        Answer again = save(TinyModel.dense(1)).is(200);

        assertThat(again.json().getBoolean("created")).isFalse();
        assertThat(again.json().getInt("version")).isEqualTo(1);
        assertThat(versions()).isEqualTo(1);
    }

    @Test
    void bytesOfAnOlderVersionAreANewVersionThatSharesItsBlobs() throws Exception {
        save(TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).is(201);
        long blobs = count("select count(*) from blob");

        Answer answer = save(TinyModel.dense(1)).is(201);

        assertThat(answer.json().getInt("version")).isEqualTo(3);
        assertThat(count("select count(*) from blob")).isEqualTo(blobs);
        assertThat(admin.get(at("3/model.weights.bin")).is(200).bytes()).isEqualTo(TinyModel.dense(1).content(1));
    }

    @Test
    void takesFormPartsInAnyOrder() {
        TinyModel tiny = TinyModel.dense(3);

        save(tiny.reversed()).is(201);

        assertThat(admin.get(at("1/model.json")).is(200).bytes()).isEqualTo(tiny.content(0));
        assertThat(admin.get(at("1/model.weights.bin")).is(200).bytes()).isEqualTo(tiny.content(1));
    }

    @Test
    void takesTheFolderOfAConverter() {
        String manifest = "[{\"paths\":[\"group1-shard1of2.bin\",\"group1-shard2of2.bin\"],\"weights\":["
                + "{\"name\":\"a\",\"shape\":[3],\"dtype\":\"float32\"}]},"
                + "{\"paths\":[\"sub/group2.bin\"],\"weights\":[{\"name\":\"b\",\"shape\":[],\"dtype\":\"bool\"}]}]";
        TinyModel folder = TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + manifest))
                .with("labels.txt", "cat\ndog\n".getBytes(StandardCharsets.UTF_8))
                .with("sub/group2.bin", new byte[] { 1 })
                .with("group1-shard2of2.bin", TinyModel.bytes(7, 2))
                .with("./group1-shard1of2.bin", TinyModel.bytes(5, 1))
                .with("metadata.json", "{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_8));

        Answer answer = save(folder).is(201);

        assertThat(answer.json().getList("files.path")).containsExactly("group1-shard1of2.bin", "group1-shard2of2.bin",
                "sub/group2.bin", "labels.txt", "metadata.json");
        assertThat(answer.json().getList("files.role")).containsExactly("shard", "shard", "shard", "extra", "extra");
        assertThat(answer.json().getInt("modelArtifactsInfo.weightDataBytes")).isEqualTo(13);
        assertThat(admin.get(at("1/sub/group2.bin")).is(200).bytes()).containsExactly(1);
        assertThat(admin.get(at("1/group1-shard1of2.bin")).is(200).bytes()).isEqualTo(TinyModel.bytes(5, 1));
        assertThat(admin.get(at("labels.txt")).is(200).text()).isEqualTo("cat\ndog\n");
        assertThat(admin.get(at("@latest/metadata.json")).is(200).text()).isEqualTo("{\"name\":\"x\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void theOnlyJsonFileIsTheModelFileWhateverItsName(boolean reversed) {
        byte[] modelFile = TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("./mine.weights.bin", 10))
                .getBytes(StandardCharsets.UTF_8);
        TinyModel download = TinyModel.nothing().with("mine.json", modelFile).with("mine.weights.bin", TinyModel.bytes(40, 5));

        Answer answer = save(reversed ? download.reversed() : download).is(201);

        assertThat(answer.json().getList("files.path")).containsExactly("mine.weights.bin");
        assertThat(admin.get(at("1/model.json")).is(200).bytes()).isEqualTo(modelFile);
        admin.get(at("1/mine.json")).isEmpty(404);
    }

    @Test
    void walksStringTensorsInAnyOrderOfTheirShards() {
        String manifest = "[{\"paths\":[\"a.bin\",\"b.bin\"],\"weights\":[{\"name\":\"s\",\"shape\":[2],\"dtype\":\"string\"}]}]";
        byte[] one = { 2, 0, 0, 0, 'h' };
        byte[] two = { 'i', 3, 0, 0, 0, 'y', 'o', 'u' };
        TinyModel strings = TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + manifest)).with("a.bin", one);

        save(strings.with("b.bin", two)).is(201);
        save(strings.with("b.bin", two).with("x.txt", new byte[1]).reversed()).is(201);
        save(strings.with("b.bin", TinyModel.bytes(3, 1))).isProblem(422, "weights-size-mismatch");
        save(strings.with("b.bin", TinyModel.bytes(3, 1)).reversed()).isProblem(422, "weights-size-mismatch");
    }

    @Test
    void aModelWithoutWeightsIsAVersion() {
        Answer topologyOnly = save(TinyModel.of(TinyModel.modelFile("\"x\":1")).with("model.weights.bin", new byte[0])).is(201);
        Answer noWeights = save(TinyModel.of(TinyModel.modelFile(
                "\"weightsManifest\":[{\"paths\":[\"./model.weights.bin\"],\"weights\":[]}]"))
                .with("model.weights.bin", new byte[0])).is(201);
        Answer noPart = save(TinyModel.of(TinyModel.modelFile("\"weightsManifest\":[{\"paths\":[\"./model.weights.bin\"]}]")))
                .is(201);

        assertThat(topologyOnly.json().getList("files")).isEmpty();
        assertThat(noWeights.json().getInt("files[0].bytes")).isZero();
        assertThat(noPart.json().getInt("files[0].bytes")).isZero();
        assertThat(admin.get(at("2/model.weights.bin")).is(200).bytes()).isEmpty();
        assertThat(admin.get(at("3/model.weights.bin")).is(200).bytes()).isEmpty();
    }

    @Test
    void keepsTheModelFileByteForByte() {
        String odd = "\uFEFF{ \"weightsManifest\" : [ ] ,\n\t\"modelTopology\": {\"b\":1.0, \"a\":-0.0,\"c\":1e2 } }  \n";
        byte[] bytes = odd.getBytes(StandardCharsets.UTF_8);

        save(TinyModel.of(bytes)).is(201);

        assertThat(admin.get(at("1/model.json")).is(200).bytes()).isEqualTo(bytes);
    }

    @Test
    void aHundredConcurrentSavesAreAHundredWholeVersions() throws Exception {
        var pool = Executors.newFixedThreadPool(20);
        List<Future<Answer>> saves = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            TinyModel tiny = TinyModel.dense(seed);
            saves.add(pool.submit(() -> save(tiny)));
        }

        List<Integer> versions = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            int version = saves.get(seed).get().is(201).json().getInt("version");
            versions.add(version);
            assertThat(admin.get(at(version + "/model.weights.bin")).is(200).bytes())
                    .isEqualTo(TinyModel.dense(seed).content(1));
        }
        pool.shutdown();

        assertThat(versions).doesNotHaveDuplicates().hasSize(100).allMatch(version -> version >= 1 && version <= 100);
    }

    @Test
    void headersThatAreNotKnownAreRefusedNotIgnored() throws Exception {
        List<List<String>> headers = List.of(List.of("X-Model-Alais", "production"), List.of("X-Model-", "none"),
                List.of("X-Model-Colour", "red"));
        for (List<String> header : headers) {
            admin.with(header.get(0), header.get(1)).save("/models/" + model, TinyModel.dense(1))
                    .isProblem(400, "malformed-request");
        }

        assertThat(versions()).isZero();
    }

    @Test
    void visibilityIsThatOfAModelWhichTheSaveMakes() {
        admin.with("X-Model-Visibility", "public").save("/models/" + model, TinyModel.dense(1)).is(201);
        admin.save("/models/" + model + "?visibility=private", TinyModel.dense(2)).is(201);

        stranger.get(at("model.json")).is(200);
        admin.with("X-Model-Visibility", "secret").save("/models/" + model, TinyModel.dense(1))
                .isProblem(400, "malformed-request");
    }

    @Test
    void descriptionsAreTextOfAnyLanguage() throws Exception {
        admin.with("X-Model-Description", "%3Cscript%3E gr%C3%B6%C3%9Fer").save("/models/" + model, TinyModel.dense(1)).is(201);
        admin.with("X-Model-Description", "a%00b").save("/models/" + model, TinyModel.dense(2))
                .isProblem(400, "malformed-request");

        assertThat(column("select description from version where description like '%größer%'"))
                .containsExactly("<script> größer");
    }

    @Test
    void withoutANameAnUploadIsRefused() {
        admin.save("/upload", TinyModel.dense(1)).isProblem(422, "model-name-required");
    }

    @Test
    void aSaveIsNeverAGetAndNeverRedirected() {
        for (String path : List.of("/upload", "/models/" + model, "/models/" + model + "/")) {
            assertThat(admin.get(path).isProblem(405, "method-not-allowed").header("Allow")).isPresent();
            admin.head(path).is(405);
        }
    }

    @Test
    void versionsThemselvesAreNotSavedTo() {
        save(TinyModel.dense(1)).is(201);
        for (String method : List.of("POST", "PUT")) {
            for (String file : List.of("1/model.json", "@latest/model.json", "sha256-" + "0".repeat(64) + "/model.json")) {
                Answer answer = admin.send(method, at(file), body(TinyModel.dense(2)), "Content-Type", TinyModel.CONTENT_TYPE)
                        .isProblem(405, "method-not-allowed");
                assertThat(answer.header("Allow").orElseThrow()).contains("GET").contains("HEAD");
            }
            assertThat(admin.send(method, at("1/model.weights.bin"), body(TinyModel.dense(2)), "Content-Type",
                    TinyModel.CONTENT_TYPE).isEmpty(405).header("Allow").orElseThrow()).contains("GET").contains("HEAD");
        }
        Answer json = admin.send("PUT", at("model.json"), body(TinyModel.dense(2)), "Content-Type", "application/json")
                .isProblem(405, "method-not-allowed");
        assertThat(json.header("Allow").orElseThrow()).contains("GET").contains("HEAD");
    }

    static BodyPublisher body(TinyModel tiny) {
        return BodyPublishers.ofByteArray(tiny.body());
    }
}
