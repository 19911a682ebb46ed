package io.weighhouse.modelfile;

import static io.weighhouse.modelfile.ModelTexts.findingsOf;
import static io.weighhouse.modelfile.ModelTexts.pointersOf;
import static io.weighhouse.modelfile.ModelTexts.read;
import static io.weighhouse.modelfile.ModelTexts.weight;
import static io.weighhouse.modelfile.ModelTexts.withManifest;
import static io.weighhouse.modelfile.ModelTexts.withPaths;
import static io.weighhouse.modelfile.ModelTexts.withWeights;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows M of the bad inputs, and their neighbours. */
class ManifestRulesTest {

    private static final String SPEC = "/weightsManifest/0/weights/0";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{} | /weightsManifest is not an array",
            "\"x\" | /weightsManifest is not an array",
            "0 | /weightsManifest is not an array",
            "[[]] | /weightsManifest/0 is not an object",
            "[null] | /weightsManifest/0 is not an object",
            "[{}] | /weightsManifest/0/paths is missing",
            "[{\"paths\":\"a\"}] | /weightsManifest/0/paths is not an array",
            "[{\"paths\":null}] | /weightsManifest/0/paths is not an array",
            "[{\"paths\":[\"a\",7]}] | /weightsManifest/0/paths/1 is not a string",
            "[{\"paths\":[[\"a\"]]}] | /weightsManifest/0/paths/0 is not a string",
            "[{\"paths\":[\"a\"],\"weights\":{}}] | /weightsManifest/0/weights is not an array",
            "[{\"paths\":[\"a\"],\"weights\":null}] | /weightsManifest/0/weights is not an array",
            "[{\"paths\":[\"a\"],\"weights\":[[]]}] | /weightsManifest/0/weights/0 is not an object",
            "[{\"paths\":[\"a\"]},{\"paths\":[\"b\"],\"weights\":[1]}] | /weightsManifest/1/weights/0 is not an object" })
    void refusesAnotherStructure(String manifest, String finding) {
        assertThat(findingsOf(withManifest(manifest))).containsExactly(finding);
    }

    @Test
    void refusesBytesWithoutAShard() {
        String manifest = "[{\"paths\":[],\"weights\":[%s]}]";

        assertThat(findingsOf(withManifest(manifest.formatted(weight("w", "float32", "[2]")))))
                .containsExactly("/weightsManifest/0/paths is empty, but the weights declare 8 bytes");
        assertThat(pointersOf(withManifest(manifest.formatted(weight("w", "string", "[1]")))))
                .containsExactly("/weightsManifest/0/paths");
        assertThat(read(withManifest(manifest.formatted(weight("w", "string", "[0]")))).manifest().declaredBytes()).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = { "..", "../x", "a/../b", "a/..", "%2e%2e", "a%2Fb", "a\\\\b", "/a", "//host/a", "https://h/a",
            "https:a",
            "C:a", "a?b", "a#b", "", "./", ".", "././a", ".a", "a/.b", "a/", "a//b", "a b", "a+b", "a\\u00e9", "a\\n", "a\\ta",
            "a\\n../b", "~a", "a;b", "a:b", "a*", "a\\u202eb" })
    void refusesAPathThatBreaksTheRule(String path) {
        assertThat(findingsOf(withPaths("ok", path))).singleElement().asString()
                .startsWith("/weightsManifest/0/paths/1 is '")
                .contains("which cannot be the path of a shard");
    }

    @ParameterizedTest
    @ValueSource(strings = { "model.json", "./model.json", "bundle.zip", "artifacts.json", "a.json", "sub/model.json" })
    void refusesAShardUnderAServedNameOrLikeAModelFile(String path) {
        assertThat(pointersOf(withPaths(path))).containsExactly("/weightsManifest/0/paths/0");
    }

    @ParameterizedTest
    @ValueSource(strings = { "model.weights.bin", "./model.weights.bin", "group1-shard1of6", "sub/dir/x.bin", "_a/-b", "a..b",
            "7",
            "sub/bundle.zip", "model.json.bin" })
    void takesThePathsOfRealModels(String path) {
        assertThat(read(withPaths(path)).manifest().paths()).containsExactly(path.replaceFirst("^\\./", ""));
    }

    @Test
    void limitsPathsTo255Characters() {
        assertThat(read(withPaths("./" + "a".repeat(255))).manifest().paths()).containsExactly("a".repeat(255));
        assertThat(findingsOf(withPaths("a".repeat(256)))).singleElement().asString().contains("256 characters");
    }

    @Test
    void refusesAPathThatStandsTwice() {
        assertThat(pointersOf(withPaths("a", "./a"))).containsExactly("/weightsManifest/0/paths/1");
        assertThat(pointersOf(withManifest("[{\"paths\":[\"a\"]},{\"paths\":[\"b\",\"a\"]}]")))
                .containsExactly("/weightsManifest/1/paths/1");
    }

    @Test
    void refusesAWeightNameThatStandsTwice() {
        String weight = weight("w", "bool", "[]");

        assertThat(findingsOf(withWeights(weight, weight))).containsExactly(
                "/weightsManifest/0/weights/1/name is 'w', which another weight has too");
        assertThat(pointersOf(withManifest("[{\"paths\":[\"a\"],\"weights\":[" + weight + "]},"
                + "{\"paths\":[\"b\"],\"weights\":[" + weight + "]}]"))).containsExactly("/weightsManifest/1/weights/0/name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "-1 | 0", "1,-1 | 1", "1.5 | 0", "0.1e0 | 0", "1e-400 | 0", "1e-20000 | 0",
            "\"2\" | 0",
            "null | 0", "true | 0", "[1] | 0", "{} | 0", "9007199254740993 | 0", "0,9007199254740993 | 1", "1e300 | 0",
            "9007199254740992.5 | 0", "99999999999999999999999999 | 0", "1.0000000000000000000000001 | 0" })
    void refusesWhatIsNoDimension(String shape, int position) {
        assertThat(findingsOf(withWeights(weight("w", "float32", "[" + shape + "]"))))
                .containsExactly(SPEC + "/shape/" + position + " is not an integer from 0 to 2^53");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "[4294967296,4294967296] ", "[9007199254740992,2]", "[3,3002399751580331]",
            "[9007199254740992,9007199254740992,9007199254740992]", "[2147483648,2147483648,4]" })
    void refusesAProductAbove2To53(String shape) {
        assertThat(findingsOf(withWeights(weight("w", "bool", shape))))
                .containsExactly(SPEC + "/shape has a product above 2^53");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "[] | 1", "[1] | 1", "[0] | 0", "[2,3] | 6", "[9007199254740992] | 9007199254740992",
            "[3,3002399751580330] | 9007199254740990", "[4294967296,4294967296,0] | 0", "[28.0,1e2] | 2800", "[-0.0] | 0",
            "[0.5e1] | 5" })
    void multipliesExactly(String shape, long elements) {
        assertThat(read(withWeights(weight("w", "bool", shape))).manifest().declaredBytes()).hasValue(elements);
    }

    @Test
    void refusesMoreDimensionsThanTensorFlowKnows() {
        assertThat(pointersOf(withWeights(weight("w", "bool", "[" + "1,".repeat(254) + "1]"))))
                .containsExactly(SPEC + "/shape");
        assertThat(read(withWeights(weight("w", "bool", "[" + "1,".repeat(253) + "1]"))).manifest().declaredBytes())
                .hasValue(1);
    }

    @Test
    void refusesWeightsWhoseSumWouldWrapAround() {
        String[] weights = new String[20];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight("w" + i, "complex64", "[9007199254740992]");
        }

        assertThat(findingsOf(withWeights(weights))).containsExactly(
                "/weightsManifest/0/weights/16 is too large: the weights together declare more than 2^60 bytes");
    }

    @Test
    void refusesMoreValuesThanAnyModelHas() {
        String shape = "[" + "1,".repeat(253) + "1]";
        StringBuilder weights = new StringBuilder(weight("w", "bool", shape));
        for (int i = 0; i < 1_000; i++) {
            weights.append(',').append(weight("w" + i, "bool", shape));
        }

        assertThat(findingsOf(withWeights(weights.toString()))).singleElement().asString()
                .startsWith("/weightsManifest/0/weights/980 is one too many");
    }

    @ParameterizedTest
    @CsvSource({ "float32,40", "int32,40", "bool,10", "complex64,80" })
    void knowsTheBytesOfEveryDtype(String dtype, long bytes) {
        assertThat(read(withWeights(weight("w", dtype, "[2,5]"))).manifest().declaredBytes()).hasValue(bytes);
    }

    @Test
    void leavesTheBytesOfStringsOpen() {
        WeightsManifest manifest = read(withWeights(weight("s", "string", "[2]"), weight("w", "bool", "[3]"))).manifest();

        assertThat(manifest.declaredBytes()).isEmpty();
        assertThat(manifest.groups().get(0).declaredBytes()).isEmpty();
        assertThat(manifest.groups().get(0).leastBytes()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"float64\"", "\"bfloat16\"", "\"__proto__\"", "\"constructor\"", "\"uint8\"", "\"float16\"",
            "\"FLOAT32\"", "\"\"", "null", "4", "[\"float32\"]" })
    void refusesUnknownDtypes(String dtype) {
        assertThat(findingsOf(withWeights("{\"name\":\"w\",\"shape\":[],\"dtype\":" + dtype + "}")))
                .containsExactly(SPEC + "/dtype is not one of float32, int32, bool, complex64, string");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"shape\":[],\"dtype\":\"bool\"} | /name is missing",
            "{\"name\":\"w\",\"dtype\":\"bool\"} | /shape is missing",
            "{\"name\":\"w\",\"shape\":[]} | /dtype is missing",
            "{\"name\":7,\"shape\":[],\"dtype\":\"bool\"} | /name is not a string",
            "{\"name\":null,\"shape\":[],\"dtype\":\"bool\"} | /name is not a string",
            "{\"name\":\"w\",\"shape\":4,\"dtype\":\"bool\"} | /shape is not an array",
            "{\"name\":\"w\",\"shape\":null,\"dtype\":\"bool\"} | /shape is not an array" })
    void refusesAWeightWithoutNameShapeOrDtype(String weight, String finding) {
        assertThat(findingsOf(withWeights(weight))).containsExactly(SPEC + finding);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "float32 | {\"dtype\":\"uint8\",\"min\":-1.5,\"scale\":0.1} | 10",
            "int32 | {\"dtype\":\"uint8\",\"min\":0,\"scale\":1,\"original_dtype\":\"int32\"} | 10",
            "float32 | {\"scale\":0.1,\"min\":1,\"dtype\":\"uint16\"} | 20",
            "int32 | {\"dtype\":\"uint16\",\"min\":0,\"scale\":1} | 20",
            "float32 | {\"dtype\":\"float16\"} | 20",
            "float32 | {\"dtype\":\"float16\",\"min\":\"x\"} | 20" })
    void countsQuantizedElements(String dtype, String quantization, long bytes) {
        assertThat(read(withWeights(quantized(dtype, quantization))).manifest().declaredBytes()).hasValue(bytes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "float32 | {\"dtype\":\"uint8\",\"min\":0} | /scale is not a finite number, as uint8 needs",
            "float32 | {\"dtype\":\"uint16\",\"scale\":1} | /min is not a finite number, as uint16 needs",
            "float32 | {\"dtype\":\"uint8\",\"min\":\"0\",\"scale\":1} | /min is not a finite number, as uint8 needs",
            "float32 | {\"dtype\":\"uint8\",\"min\":0,\"scale\":null} | /scale is not a finite number, as uint8 needs",
            "float32 | {\"dtype\":\"uint8\",\"min\":[0],\"scale\":1} | /min is not a finite number, as uint8 needs",
            "int32 | {\"dtype\":\"float16\"} | `` of float16 does not go with dtype int32",
            "bool | {\"dtype\":\"uint8\",\"min\":0,\"scale\":1} | `` of uint8 does not go with dtype bool",
            "complex64 | {\"dtype\":\"uint16\",\"min\":0,\"scale\":1} | `` of uint16 does not go with dtype complex64",
            "string | {\"dtype\":\"float16\"} | `` of float16 does not go with dtype string",
            "float32 | {\"dtype\":\"int8\",\"min\":0,\"scale\":1} | /dtype is not one of uint8, uint16, float16",
            "float32 | {\"dtype\":7} | /dtype is not one of uint8, uint16, float16",
            "float32 | {} | /dtype is missing",
            "float32 | null | `` is not an object",
            "float32 | \"uint8\" | `` is not an object",
            "float32 | [] | `` is not an object" })
    void refusesQuantizationThatNoClientUndoes(String dtype, String quantization, String finding) {
        assertThat(findingsOf(withWeights(quantized(dtype, quantization))))
                .containsExactly(SPEC + "/quantization" + finding.replace("``", ""));
    }

    @Test
    void tellsBothMissingFactorsOfAQuantization() {
        assertThat(pointersOf(withWeights(quantized("float32", "{\"dtype\":\"uint8\"}"))))
                .containsExactly(SPEC + "/quantization/min", SPEC + "/quantization/scale");
    }

    private static String quantized(String dtype, String quantization) {
        return "{\"quantization\":%s,\"name\":\"w\",\"shape\":[2,5],\"dtype\":\"%s\"}".formatted(quantization, dtype);
    }
}
