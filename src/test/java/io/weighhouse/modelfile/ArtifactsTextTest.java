package io.weighhouse.modelfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A model file becomes TensorFlow.js' artifacts without a field being read, rounded or lost. */
class ArtifactsTextTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void fieldsStayAsTheyStandAndTheWeightsOfAllGroupsBecomeOneList() {
        String modelFile = """
                { "format" : "layers-model", "convertedBy":null, "modelTopology": {"weightsManifest": 1.50e-1},
                  "weightsManifest": [ {"paths":["a"],"weights":[ {"name":"w","shape":[ ],"dtype":"bool"} ],"x":1},
                     {"weights":[]}, {"paths":["b"]}, {"weights":[{"name":"v\\u00e4","shape":[2],"dtype":"int32","group":"g"}]} ],
                  "userDefinedMetadata":{"ä":[1.0,{}]}, "trainingConfig": {} }""";

        assertThat(artifacts(modelFile, "AAAA")).isEqualTo("{\"format\" : \"layers-model\",\"convertedBy\":null,"
                + "\"modelTopology\": {\"weightsManifest\": 1.50e-1},\"userDefinedMetadata\":{\"ä\":[1.0,{}]},"
                + "\"trainingConfig\": {},\"weightSpecs\":[{\"name\":\"w\",\"shape\":[ ],\"dtype\":\"bool\"},"
                + "{\"name\":\"v\\u00e4\",\"shape\":[2],\"dtype\":\"int32\",\"group\":\"g\"}],\"weightData\":\"AAAA\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{'modelTopology':{}}|{'modelTopology':{}}",
            "{'weightsManifest':null,'modelTopology':{}}|{'modelTopology':{}}",
            "{'modelTopology':{},'weightsManifest':[]}|{'modelTopology':{},'weightSpecs':[],'weightData':''}",
            "{'weightsManifest':[{'paths':[],'weights':[]}]}|{'weightSpecs':[],'weightData':''}",
            "{'weightSpecs':[1],'weightData':'x','modelTopology':{}}|{'modelTopology':{}}",
            "{'weightsM\\u0061nifest':[],'a':1}|{'a':1,'weightSpecs':[],'weightData':''}",
            "\ufeff{'modelTopology':{}}|{'modelTopology':{}}" })
    void whatTheFileLacksTheArtifactsLack(String modelFile, String artifacts) {
        assertThat(artifacts(modelFile.replace('\'', '"'), "")).isEqualTo(artifacts.replace('\'', '"'));
    }

    private static String artifacts(String modelFile, String weightData) {
        ArtifactsText text = ArtifactsText.of(modelFile.getBytes(StandardCharsets.UTF_8));
        String whole = new String(text.head(), StandardCharsets.UTF_8)
                + (text.tail().startsWith("\"") ? weightData : "") + text.tail();
        return readable(whole);
    }

    private static String readable(String json) {
        try {
            JSON.readTree(json);
            return json;
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
