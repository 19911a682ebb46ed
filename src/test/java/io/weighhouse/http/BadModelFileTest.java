package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/** Model files that no client could load, or no database keep: refused with what is wrong and where. */
@QuarkusTest
class BadModelFileTest extends HttpSuite {

    @AfterEach
    void nothingBecameVisible() throws Exception {
        assertThat(versions()).isZero();
    }

    private Answer saveFile(String modelFile) {
        return save(TinyModel.of(modelFile));
    }

    private Answer saveTopology(String value) {
        return saveFile("{\"modelTopology\":" + value + "}");
    }

    private Answer saveManifest(String manifest) {
        return saveFile(TinyModel.modelFile("\"weightsManifest\":" + manifest));
    }

    private Answer saveWeight(String weight) {
        return saveManifest("[{\"paths\":[\"a.bin\"],\"weights\":[" + weight + "]}]");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "{\"modelTopology\":{}", "{\"modelTopology\":{}} x", "[{\"paths\":[]}]",
            "{'modelTopology':{}}",
            "{\"modelTopology\":NaN}", "// c\n{\"modelTopology\":{}}", "{\"modelTopology\":{},}", "null", "{}", "nonsense",
            "{\"modelTopology\":{\"a\":01}}", "{\"modelTopology\":{\"a\":Infinity}}" })
    void mustBeOneJsonObject(String text) {
        assertThat(saveFile(text).isProblem(422, "invalid-model").json().getList("findings")).isNotEmpty();
    }

    @Test
    void syntaxErrorsTellTheirOffset() {
        assertThat(saveFile("{\"modelTopology\":{}} x").isProblem(422, "invalid-model").json().getInt("offset")).isEqualTo(21);
    }

    @ParameterizedTest
    @ValueSource(ints = { 257, 20_000, 1_000_000 })
    void nestingIsBounded(int depth) {
        saveTopology("[".repeat(depth) + "]".repeat(depth)).isProblem(422, "invalid-model");
    }

    @Test
    void numbersAreFiniteAndShort() {
        for (String number : List.of("1e400", "-1e400", "1e131071", "1".repeat(100_000), "0." + "1".repeat(500))) {
            saveTopology("{\"a\":" + number + "}").isProblem(422, "invalid-model");
        }
        saveTopology("[" + "1e131071,".repeat(1000) + "1]").isProblem(422, "invalid-model");
    }

    @Test
    void noKeyStandsTwice() {
        saveTopology("{\"a\":1,\"\\u0061\":2}").isProblem(422, "invalid-model");
    }

    @Test
    void textsAreTexts() {
        saveTopology("\"\\u0000\"").isProblem(422, "invalid-model");
        saveTopology("\"\\ud800\"").isProblem(422, "invalid-model");
        save(TinyModel.of("{\"modelTopology\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isProblem(422, "invalid-model");
    }

    @ParameterizedTest
    @ValueSource(ints = { 9, 11 })
    void oneByteMoreOrLessIsAMismatchWithBothNumbers(int elements) {
        String manifest = "[{\"paths\":[\"w.bin\"],\"weights\":[{\"name\":\"a\",\"shape\":[10],\"dtype\":\"bool\"}]}]";
        TinyModel tiny = TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + manifest))
                .with("w.bin", TinyModel.bytes(elements, 1));

        for (TinyModel order : List.of(tiny, tiny.reversed())) {
            Answer answer = save(order).isProblem(422, "weights-size-mismatch");

            assertThat(answer.json().getInt("expectedBytes")).isEqualTo(10);
            assertThat(answer.json().getInt("actualBytes")).isEqualTo(elements);
        }
    }

    @Test
    void aSurplusOfMegabytesIsRefusedBeforeItsEnd() {
        String manifest = "[{\"paths\":[\"w.bin\"],\"weights\":[{\"name\":\"a\",\"shape\":[10],\"dtype\":\"bool\"}]}]";

        Answer answer = save(TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + manifest))
                .with("w.bin", TinyModel.bytes(9_000_000, 1))).isProblem(422, "weights-size-mismatch");

        assertThat(answer.json().getLong("atLeastBytes")).isBetween(1_000_000L, 9_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = { "../a", "a/../b", "%2e%2e/a", "a\\\\b", "/a", "//host/a", "https://host/a", "a?b", "a#b", "", ".a",
            "model.json", "bundle.zip", "artifacts.json", "w.json", "a b" })
    void pathsInTheManifestFollowTheRule(String path) {
        Answer answer = saveManifest(TinyModel.manifest(path, 1)).isProblem(422, "invalid-model");

        assertThat(answer.json().getString("findings[0].pointer")).isEqualTo("/weightsManifest/0/paths/0");
    }

    @Test
    void noPathStandsTwice() {
        saveManifest("[{\"paths\":[\"a\",\"./a\"],\"weights\":[]}]").isProblem(422, "invalid-model");
        saveManifest("[{\"paths\":[\"a\"],\"weights\":[]},{\"paths\":[\"a\"],\"weights\":[]}]").isProblem(422, "invalid-model");
    }

    @Test
    void missingShardsAreListed() {
        String manifest = "[{\"paths\":[\"a.bin\",\"b.bin\"],\"weights\":[{\"name\":\"a\",\"shape\":[10],\"dtype\":\"bool\"}]}]";

        Answer answer = save(TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + manifest))
                .with("a.bin", new byte[4])).isProblem(422, "missing-shard");

        assertThat(answer.json().getList("paths")).containsExactly("b.bin");
        saveManifest(TinyModel.manifest("x.bin", 1)).isProblem(422, "missing-shard");
    }

    @ParameterizedTest
    @ValueSource(strings = { "[-1]", "[1.5]", "\"4\"", "[\"4\"]", "[9007199254740993]", "[94906267,94906267]", "[1e400]",
            "null", "{}" })
    void shapesAreWholeNumbersWithAProductThatJavaScriptCanCount(String shape) {
        saveWeight("{\"name\":\"a\",\"shape\":" + shape + ",\"dtype\":\"float32\"}").isProblem(422, "invalid-model");
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"dtype\":\"float64\"", "\"dtype\":\"bfloat16\"", "\"x\":1", "\"dtype\":\"__proto__\"",
            "\"dtype\":4" })
    void dtypesAreThoseOfTensorFlowJs(String dtype) {
        saveWeight("{\"name\":\"a\",\"shape\":[1]," + dtype + "}").isProblem(422, "invalid-model");
    }

    @Test
    void stringsThatRunOverTheEndAreAMismatch() {
        String manifest = "[{\"paths\":[\"s.bin\"],\"weights\":[{\"name\":\"s\",\"shape\":[1],\"dtype\":\"string\"}]}]";
        TinyModel strings = TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + manifest));

        save(strings.with("s.bin", new byte[] { 9, 0, 0, 0, 'x' })).isProblem(422, "weights-size-mismatch");
        save(strings.with("s.bin", new byte[] { -1, -1, -1, -1 })).isProblem(422, "weights-size-mismatch");
        save(strings.with("s.bin", new byte[] { 0, 0, 0, 0, 1 })).isProblem(422, "weights-size-mismatch");
        save(strings.with("s.bin", new byte[] { 0, 0 })).isProblem(422, "weights-size-mismatch");
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"float32\",\"quantization\":{\"dtype\":\"uint8\",\"min\":0}",
            "\"float32\",\"quantization\":{\"dtype\":\"uint8\",\"scale\":1}",
            "\"float32\",\"quantization\":{\"dtype\":\"uint16\",\"scale\":\"1\",\"min\":0}",
            "\"int32\",\"quantization\":{\"dtype\":\"float16\"}",
            "\"bool\",\"quantization\":{\"dtype\":\"uint8\",\"min\":0,\"scale\":1}",
            "\"float32\",\"quantization\":{\"dtype\":\"int8\"}", "\"float32\",\"quantization\":4" })
    void quantizationFollowsTheRule(String dtype) {
        saveWeight("{\"name\":\"a\",\"shape\":[1],\"dtype\":" + dtype + "}").isProblem(422, "invalid-model");
    }

    @Test
    void allFindingsComeInOneAnswer() {
        Answer answer = saveManifest(
                "[{\"paths\":[\"../x\"],\"weights\":[{\"name\":\"a\",\"shape\":[-1],\"dtype\":\"float32\"},"
                        + "{\"name\":\"a\",\"shape\":[1],\"dtype\":\"float64\"}]}]")
                .isProblem(422, "invalid-model");

        assertThat(answer.json().getList("findings.pointer")).contains("/weightsManifest/0/paths/0",
                "/weightsManifest/0/weights/0/shape/0", "/weightsManifest/0/weights/1/name",
                "/weightsManifest/0/weights/1/dtype");
    }
}
