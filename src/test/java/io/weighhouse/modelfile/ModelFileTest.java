package io.weighhouse.modelfile;

import static io.weighhouse.modelfile.ModelTexts.bytes;
import static io.weighhouse.modelfile.ModelTexts.findingsOf;
import static io.weighhouse.modelfile.ModelTexts.read;
import static io.weighhouse.modelfile.ModelTexts.weight;
import static io.weighhouse.modelfile.ModelTexts.withWeights;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {

    /** As TF.js 4.22 sends it, with optimizer state. */
    private static final String SAVED = """
            {"modelTopology":{"class_name":"Sequential","config":{"name":"sequential_1","layers":[{"class_name":"Dense",
             "config":{"units":1,"kernel_initializer":{"class_name":"VarianceScaling","config":{}}}}]},
             "keras_version":"tfjs-layers 4.22.0","backend":"tensor_flow.js"},
             "format":"layers-model","generatedBy":"TensorFlow.js tfjs-layers v4.22.0","convertedBy":null,
             "weightsManifest":[{"paths":["./model.weights.bin"],"weights":[
             {"name":"d/kernel","shape":[3,1],"dtype":"float32"},{"name":"d/bias","shape":[1],"dtype":"float32"},
             {"name":"iter","shape":[],"dtype":"int32","group":"optimizer"}]}],
             "userDefinedMetadata":{"note":"é","author":{}},"trainingConfig":{"loss":"meanSquaredError"}}
            """;

    @Test
    void readsWhatTfjsSaves() {
        ModelFile file = read(SAVED);

        assertThat(file.bytes()).isEqualTo(bytes(SAVED));
        assertThat(file.format()).contains("layers-model");
        assertThat(file.generatedBy()).contains("TensorFlow.js tfjs-layers v4.22.0");
        assertThat(file.convertedBy()).isEmpty();
        assertThat(file.manifest().paths()).containsExactly("model.weights.bin");
        assertThat(file.manifest().declaredBytes()).hasValue(20);
        assertThat(file.manifest().groups().get(0).weights()).containsExactly(
                new WeightSpec("d/kernel", DType.FLOAT32, List.of(3L, 1L), Optional.empty()),
                new WeightSpec("d/bias", DType.FLOAT32, List.of(1L), Optional.empty()),
                new WeightSpec("iter", DType.INT32, List.of(), Optional.empty(), Optional.empty(), true));
    }

    @Test
    void indexesWhatPeopleSearchFor() {
        assertThat(read(SAVED).index()).isEqualTo("{\"format\":\"layers-model\","
                + "\"generatedBy\":\"TensorFlow.js tfjs-layers v4.22.0\",\"layers\":[\"Dense\"],\"weights\":3,"
                + "\"metadata\":[\"author\",\"note\"]}");
    }

    @Test
    void findsLayersInNestedModelsAndWrappersAndIn014Topologies() {
        String nested = """
                {"modelTopology":{"model_config":{"class_name":"Functional","config":{"layers":[
                 {"class_name":"InputLayer","config":{}},
                 {"config":{"layers":[{"class_name":"Conv2D"}]},"class_name":"Sequential"},
                 {"class_name":"Bidirectional","config":{"layer":{"class_name":"LSTM","config":{"activity":{"class_name":"L1L2"}}}}}],
                 "input_layers":[["x",0,0]]}}}}""";
        String old = """
                {"modelTopology":{"class_name":"Sequential","config":[{"class_name":"Flatten","config":{}}]}}""";

        assertThat(read(nested).index())
                .contains("\"layers\":[\"Bidirectional\",\"Conv2D\",\"InputLayer\",\"LSTM\",\"Sequential\"]");
        assertThat(read(old).index()).contains("\"layers\":[\"Flatten\"]");
    }

    @Test
    void takesNoOtherClassForALayer() {
        String text = """
                {"modelTopology":{"class_name":"Sequential","config":{"layers":[
                 {"class_name":"Dense","config":{"kernel_initializer":{"class_name":"Zeros"},
                  "list":[{"layer":null},{"class_name":"L2"},[{"class_name":"L1"}]],"text":["class_name","Max"]}}]}},
                 "trainingConfig":{"optimizer_config":{"class_name":"Adam"}}}""";

        assertThat(read(text).index()).contains("\"layers\":[\"Dense\"]");
    }

    @Test
    void findsTheOpsOfAGraph() {
        ModelFile file = read("""
                {"modelTopology":{"node":[{"name":"x","op":"Placeholder","attr":{"op":"No"}},{"op":"MatMul"},{"op":"MatMul"}]},
                 "weightsManifest":[]}""");

        assertThat(file.format()).contains("graph-model");
        assertThat(file.index()).isEqualTo(
                "{\"format\":\"graph-model\",\"layers\":[\"MatMul\",\"Placeholder\"],\"weights\":0,\"metadata\":[]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"modelTopology\":{\"node\":[]}} | graph-model",
            "{\"modelTopology\":{\"node\":{}}} | ``",
            "{\"modelTopology\":{\"x\":{\"node\":[]}}} | ``",
            "{\"modelTopology\":{\"class_name\":\"Model\"}} | layers-model",
            "{\"modelTopology\":{\"model_config\":{}}} | layers-model",
            "{\"modelTopology\":{\"keras_version\":\"2\",\"node\":[]}} | graph-model",
            "{\"modelTopology\":{\"node\":[]},\"format\":\"layers-model\"} | layers-model",
            "{\"format\":null,\"modelTopology\":{\"model_config\":{}}} | layers-model",
            "{\"format\":7,\"modelTopology\":{\"model_config\":{}}} | layers-model",
            "{\"format\":\"other\",\"modelTopology\":[]} | ``",
            "{\"weightsManifest\":[{\"paths\":[\"a\"]}]} | ``" })
    void tellsTheFormatByTheKeyOrByTheLookOfTheTopology(String text, String format) {
        assertThat(read(text).format().orElse("")).isEqualTo(format);
    }

    @Test
    void countsTheTextOfTopologyAndSpecsWithoutInsignificantWhiteSpace() {
        ModelFile file = read(
                """
                        { "modelTopology" : { "a b" : [ 1.0 , "é \\" " , { } ] } ,
                          "weightsManifest" : [ { "paths" : [ "a" ] , "weights" : [ %s , %s ] } , { "paths" : [ "b" ] , "weights" : [ %s ] } ] }
                        """
                        .formatted("{ \"name\" : \"x\", \"dtype\":\"bool\", \"shape\" : [ ] }", weight("y", "bool", "[ 1 ]"),
                                weight("z", "bool", "[1,\n2]")));

        assertThat(file.topologyBytes()).isEqualTo(bytes("{\"a b\":[1.0,\"é \\\" \",{}]}").length);
        assertThat(file.weightSpecsBytes()).isEqualTo(bytes("[{\"name\":\"x\",\"dtype\":\"bool\",\"shape\":[]},"
                + weight("y", "bool", "[1]") + "," + weight("z", "bool", "[1,2]") + "]").length);
        assertThat(StandardCharsets.UTF_8.decode(file.topology().orElseThrow()).toString())
                .isEqualTo("{ \"a b\" : [ 1.0 , \"é \\\" \" , { } ] }");
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"modelTopology\":{}}", "{\"modelTopology\":{},\"weightsManifest\":[]}",
            "{\"modelTopology\":{},\"weightsManifest\":null}" })
    void takesAFileWithoutWeightsForTopologyOnly(String text) {
        ModelFile file = read(text);

        assertThat(file.manifest()).isEqualTo(WeightsManifest.EMPTY);
        assertThat(file.manifest().declaredBytes()).hasValue(0);
        assertThat(file.weightSpecsBytes()).isEqualTo(2);
        assertThat(file.topologyBytes()).isEqualTo(2);
    }

    @Test
    void takesWeightsAlone() {
        ModelFile file = read("{\"weightsManifest\":[{\"paths\":[\"./a\"],\"weights\":[" + weight("w", "bool", "[2]") + "]}]}");

        assertThat(file.topologyBytes()).isZero();
        assertThat(file.topology()).isEmpty();
        assertThat(file.manifest().declaredBytes()).hasValue(2);
    }

    @Test
    void takesAMissingWeightsKeyForNoWeights() {
        ModelFile file = read("{\"weightsManifest\":[{\"paths\":[\"./model.weights.bin\"]}]}");

        assertThat(file.manifest().groups()).containsExactly(new ManifestGroup(List.of("model.weights.bin"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{}", "{\"format\":\"layers-model\"}", "{\"modelTopology\":null}",
            "{\"modelTopology\":null,\"weightsManifest\":null}" })
    void refusesAFileWithNeitherTopologyNorWeights(String text) {
        assertThat(findingsOf(text)).containsExactly(" has neither modelTopology nor weightsManifest");
    }

    @Test
    void keepsOddButValidTextByteForByte() {
        String odd = "\ufeff\r\n\t{ \"weightsManifest\":[{\"weights\" :[{\"shape\":[1.0,-0.0,1e2],\"x\":[null,{\"y\":-0.0}],"
                + "\"dtype\":\"\\u0066loat32\",\"name\":\"\\ud83d\\ude00\"}],\"paths\":[\"\\u0061.bin\"]} ] ,\"a\":1E-2 }\n ";

        ModelFile file = read(odd);

        assertThat(file.bytes()).isEqualTo(bytes(odd));
        assertThat(file.manifest().groups()).containsExactly(new ManifestGroup(List.of("a.bin"),
                List.of(new WeightSpec("😀", DType.FLOAT32, List.of(1L, 0L, 100L), Optional.empty()))));
    }

    @Test
    void boundsTheIndexWhateverTheFileHolds() {
        StringBuilder layers = new StringBuilder();
        StringBuilder metadata = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            layers.append(i == 0 ? "" : ",").append("{\"class_name\":\"\\u0001\\u0002\\u0003\\u0004é%d\"}".formatted(i));
            metadata.append(i == 0 ? "" : ",").append("\"\\u001f\\u001f%d\":1".formatted(i));
        }
        String control = "\\u0001".repeat(1_000);

        String index = read("{\"modelTopology\":{\"config\":{\"layers\":[" + layers + "]}},\"generatedBy\":\"" + control
                + "\",\"convertedBy\":\"" + control + "\",\"userDefinedMetadata\":{" + metadata + "}}").index();

        assertThat(bytes(index).length).isBetween(10_000, 16_000);
        assertThat(read("{\"modelTopology\":" + index + "}").topologyBytes()).isEqualTo(bytes(index).length);
    }

    @Test
    void cutsALongTextBetweenCharacters() {
        ModelFile file = read("{\"modelTopology\":1,\"generatedBy\":\"" + "a".repeat(254) + "😀b\"}");

        assertThat(file.generatedBy()).contains("a".repeat(254));
    }

    @Test
    void toleratesGroupAndUnknownKeysOfAWeight() {
        String weight = "{\"name\":\"w\",\"dtype\":\"bool\",\"shape\":[],\"group\":\"optimizer\",\"other\":{\"shape\":\"x\"}}";

        assertThat(read(withWeights(weight)).manifest().declaredBytes()).hasValue(1);
    }
}
