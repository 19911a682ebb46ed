package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.quarkus.test.junit.QuarkusTest;

/** Folders of converters: what tensorflowjs_converter writes is taken as it is, what it has yet to read is told so. */
@QuarkusTest
class ConverterFolderTest extends HttpSuite {

    private static final byte[] GRAPH = { 0x0a, 0x1b, 0x0a, 0x05, 'i', 'n', 'p', 'u', 't', (byte) 0xff };
    private static final byte[] MANIFEST = TinyModel.manifest("group1-shard1of1", 10).getBytes(StandardCharsets.UTF_8);

    @Test
    void aFolderOfSeveralGroupsShardsAndExtraFilesIsTakenAsItIs() {
        String modelFile = """
                {"format": "layers-model", "generatedBy": "keras v2.4.0", "convertedBy": "TensorFlow.js Converter v3.21.0",
                 "modelTopology": {"keras_version": "2.4.0", "backend": "tensorflow",
                   "model_config": {"class_name": "Sequential", "config": {"name": "s", "layers": []}}},
                 "weightsManifest": [
                   {"paths": ["group1-shard1of2.bin", "group1-shard2of2.bin"],
                    "weights": [{"name": "conv/kernel", "shape": [6], "dtype": "float32"}]},
                   {"paths": ["group2-shard1of1.bin"],
                    "weights": [{"name": "dense/kernel", "shape": [3], "dtype": "float32",
                                 "quantization": {"dtype": "uint8", "min": -1.5, "scale": 0.1, "original_dtype": "float32"}}]}]}
                """;

        Answer answer = save(TinyModel.nothing().with("assets/vocab.txt", new byte[7]).with("group2-shard1of1.bin", new byte[3])
                .with("group1-shard2of2.bin", new byte[8]).with("model.json", modelFile.getBytes(StandardCharsets.UTF_8))
                .with("group1-shard1of2.bin", new byte[16]).with("metadata.json", "{}".getBytes(StandardCharsets.UTF_8)))
                .is(201);

        assertThat(answer.json().getList("files.path")).containsExactly("group1-shard1of2.bin", "group1-shard2of2.bin",
                "group2-shard1of1.bin", "assets/vocab.txt", "metadata.json");
        assertThat(answer.json().getList("files.role")).containsExactly("shard", "shard", "shard", "extra", "extra");
    }

    @Test
    void aFolderOfTheOldConverterIsToldHowToConvertItAgain() throws Exception {
        TinyModel folder = TinyModel.nothing().with("tensorflowjs_model.pb", GRAPH).with("weights_manifest.json", MANIFEST)
                .with("group1-shard1of1", new byte[40]);

        for (TinyModel order : new TinyModel[] { folder, folder.reversed() }) {
            assertThat(save(order).isProblem(422, "invalid-model").json().getString("detail"))
                    .contains("tensorflowjs_model.pb", "convert the original again", "tools/pb2json_converter.ts");
        }
        assertThat(versions()).isZero();
    }

    @ParameterizedTest
    @CsvSource({ "tensorflowjs_model.pb,pb2json_converter.ts", "saved_model.pb,--input_format=tf_saved_model",
            "frozen.pb,--input_format=tf_frozen_model", "model.h5,--input_format=keras", "model.keras,.h5" })
    void aModelThatWasNotConvertedIsToldWhatConvertsIt(String file, String advice) throws Exception {
        Answer refused = save(TinyModel.nothing().with("variables/variables.index", new byte[3]).with(file, GRAPH));

        assertThat(refused.isProblem(422, "model-json-missing").json().getString("detail")).contains("'" + file + "'", advice);
        assertThat(versions()).isZero();
    }

    @Test
    void aGraphInThePlaceOfTheModelFileIsToldToo() throws Exception {
        assertThat(save(TinyModel.of(GRAPH)).isProblem(422, "invalid-model").json().getString("detail"))
                .contains(".pb", "tensorflowjs_converter");
        assertThat(versions()).isZero();
    }
}
