package io.weighhouse.modelfile;

import static io.weighhouse.modelfile.ModelTexts.bytes;
import static io.weighhouse.modelfile.ModelTexts.findings;
import static io.weighhouse.modelfile.ModelTexts.findingsOf;
import static io.weighhouse.modelfile.ModelTexts.pointersOf;
import static io.weighhouse.modelfile.ModelTexts.read;
import static io.weighhouse.modelfile.ModelTexts.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.weighhouse.problem.RegistryException;

/** Rows J of the bad inputs, and their neighbours. */
class StrictReadingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
            "``|0", "`   `|3", "{|1", "{\"modelTopology\"|16", "{\"modelTopology\":|17", "{\"modelTopology\":1|18",
            "{\"modelTopology\":\"abc|21", "{\"modelTopology\":\"ab\\|21", "{\"modelTopology\":\"\\u00|22",
            "{\"modelTopology\":tru|17",
            "{\"modelTopology\":{},}|20", "{\"modelTopology\":[1,]}|20", "{\"modelTopology\":[,1]}|18", "{,}|1",
            "{\"modelTopology\":1}x|19", "{\"modelTopology\":1}{}|19", "{\"modelTopology\":1} // end|20",
            "/* c */{\"modelTopology\":1}|0", "{\"modelTopology\":/**/1}|17", "{'modelTopology':1}|1", "{modelTopology:1}|1",
            "{\"modelTopology\":'a'}|17", "{\"modelTopology\":NaN}|17", "{\"modelTopology\":-Infinity}|18",
            "{\"modelTopology\":Infinity}|17", "{\"modelTopology\":undefined}|17", "{\"modelTopology\":TRUE}|17",
            "{\"modelTopology\":01}|18", "{\"modelTopology\":+1}|17", "{\"modelTopology\":.5}|17", "{\"modelTopology\":1.}|19",
            "{\"modelTopology\":1.e5}|19", "{\"modelTopology\":1e}|19", "{\"modelTopology\":1e+}|20",
            "{\"modelTopology\":-}|18",
            "{\"modelTopology\":0x10}|18", "{\"modelTopology\":1]|18", "{\"modelTopology\":[1}|19", "{\"modelTopology\" 1}|17",
            "{\"modelTopology\":\"\\x41\"}|18", "{\"modelTopology\":\"\\u00g0\"}|22", "[]|0", "[{\"weights\":[]}]|0", "null|0",
            "1|0",
            "\"{}\"|0" })
    void tellsTheByteAtWhichATextStopsBeingAModelFile(String text, int offset) {
        RegistryException refusal = refusalOf(text);

        assertThat(refusal.members()).containsEntry("offset", offset);
        assertThat(findings(refusal)).singleElement()
                .satisfies(finding -> assertThat(finding.get("message")).endsWith("(at byte %d)".formatted(offset)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "\n", "\t", "\r", "\u0000", "\u001f" })
    void refusesRawControlCharactersInStrings(String control) {
        assertThat(refusalOf("{\"modelTopology\":\"a" + control + "\"}").members()).containsEntry("offset", 19);
    }

    @ParameterizedTest
    @ValueSource(strings = { "\u00a0", "\u2028", "\u000b", "\f", "\u0000", "\ufeff" })
    void takesOnlyJsonsOwnWhiteSpace(String space) {
        assertThat(refusalOf("{" + space + "\"modelTopology\":1}").members()).containsEntry("offset", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "80", "c3", "c328", "c080", "c1bf", "e08080", "e09fbf", "eda080", "edbfbf", "e28228", "f0808080",
            "f08fbfbf", "f4908080", "f5808080", "f8888080", "fe", "ff", "f09f98" })
    void refusesWhatIsNotUtf8(String hex) {
        byte[] file = HexFormat.of().parseHex("7b226d6f64656c546f706f6c6f6779223a22" + hex + "227d");

        assertThat(refusalOf(file).members()).containsEntry("offset", 18);
        assertThat(refusalOf(file)).hasMessageContaining("not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = { "\u007f", "\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\ud800\udc00",
            "\udbff\udfff" })
    void takesEveryCharacterOfUnicode(String character) {
        assertThat(read("{\"modelTopology\":\"" + character + "\"}").topologyBytes()).isEqualTo(bytes(character).length + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "1e400", "-1e400", "1e131071", "1E+309", "1.8e308", "123e99999999999999999999",
            "17976931348623159e292" })
    void refusesNumbersBeyondADouble(String number) {
        assertThat(findingsOf("{\"modelTopology\":{\"a\":[0," + number + "]}}"))
                .containsExactly("/modelTopology/a/1 '" + number + "' is beyond a double's range");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "-0", "-0.0", "1e2", "1E-2", "1.7976931348623157e308", "4.9e-324", "1e-20000",
            "0e999999999999",
            "0.1e+5" })
    void takesEveryFiniteNumber(String number) {
        assertThat(read("{\"modelTopology\":" + number + "}").topologyBytes()).isEqualTo(number.length());
    }

    @Test
    void takesNumbersOf400CharactersAndNoLonger() {
        String longest = "0." + "1".repeat(398);

        assertThat(read("{\"modelTopology\":" + longest + "}").topologyBytes()).isEqualTo(400);
        assertThat(findingsOf("{\"modelTopology\":" + longest + "1}"))
                .containsExactly("/modelTopology is a number of 401 characters; at most 400 are allowed");
        assertThat(findingsOf("{\"modelTopology\":" + "9".repeat(309) + "}")).singleElement().asString()
                .contains("beyond a double's range");
        assertThat(findingsOf("{\"modelTopology\":" + "1".repeat(100_000) + "}"))
                .containsExactly("/modelTopology is a number of 100000 characters; at most 400 are allowed");
    }

    @Test
    void takesNestingOf256AndNoDeeper() {
        String deepest = "{\"modelTopology\":" + "[".repeat(255) + "]".repeat(255) + "}";
        String deeper = "{\"modelTopology\":" + "[".repeat(256) + "]".repeat(256) + "}";
        String objects = "{\"modelTopology\":" + "{\"a\":".repeat(256) + "1" + "}".repeat(257);

        assertThat(read(deepest).topologyBytes()).isEqualTo(510);
        assertThat(refusalOf(deeper)).hasMessageContaining("nested deeper than 256");
        assertThat(refusalOf(objects)).hasMessageContaining("nested deeper than 256");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"modelTopology\":1,\"modelTopology\":1} | /modelTopology",
            "{\"modelTopology\":1,\"x\":1,\"x\":2} | /x",
            "{\"modelTopology\":1,\"\":1,\"\":2} | /",
            "{\"modelTopology\":{\"a\":[{\"b\":1,\"c\":0,\"b\":1}]}} | /modelTopology/a/0/b",
            "{\"modelTopology\":{\"a/~b\":1,\"a\\/\\u007eb\":1}} | /modelTopology/a~1~0b",
            "{\"modelTopology\":{\"\\u00e9\":1,\"é\":1}} | /modelTopology/é",
            "{\"modelTopology\":{\"\\ud83d\\ude00\":1,\"😀\":1}} | /modelTopology/😀",
            "{\"modelTopology\":{\"\\n\":1,\"\\u000A\":1}} | /modelTopology/\\u000a",
            "{\"weightsManifest\":[{\"paths\":[\"a\"],\"paths\":[\"b\"]}]} | /weightsManifest/0/paths" })
    void refusesAKeyThatStandsTwiceInOneObject(String text, String pointer) {
        assertThat(pointersOf(text)).containsExactly(pointer);
    }

    @Test
    void takesTheSameKeyInDifferentObjects() {
        String text = "{\"modelTopology\":{\"a\":{\"a\":{\"a\":[{\"a\":1},{\"a\":1,\"aa\":1,\"A\":1,\"\":1}]}}}}";

        assertThatCode(() -> read(text)).doesNotThrowAnyException();
    }

    @Test
    void findsARepeatedKeyAmongThousands() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            keys.append("\"k").append(i).append("\":{\"k1\":0},");
        }

        assertThatCode(() -> read("{\"modelTopology\":{" + keys + "\"last\":0}}")).doesNotThrowAnyException();
        assertThat(pointersOf("{\"modelTopology\":{" + keys + "\"\\u006b19999\":0}}"))
                .containsExactly("/modelTopology/k19999");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "\"a\\u0000\" | /modelTopology/0 | holds \\u0000",
            "{\"\\u0000\":1} | /modelTopology/0/\\u0000 | holds \\u0000",
            "\"\\ud800\" | /modelTopology/0 | holds a lone surrogate",
            "\"\\udc00\" | /modelTopology/0 | holds a lone surrogate",
            "\"\\ud800\\ud800\\udc00\" | /modelTopology/0 | holds a lone surrogate",
            "\"\\ud800x\" | /modelTopology/0 | holds a lone surrogate",
            "\"\\ud800\\n\" | /modelTopology/0 | holds a lone surrogate",
            "\"\\udc00\\ud800\" | /modelTopology/0 | holds a lone surrogate",
            "{\"\\udfff\":1} | /modelTopology/0/\\udfff | holds a lone surrogate" })
    void refusesStringsAndKeysThatJsonbCannotStore(String value, String pointer, String message) {
        assertThat(findingsOf("{\"modelTopology\":[" + value + "]}")).singleElement().asString()
                .startsWith(pointer + " " + message);
    }

    @Test
    void tellsAllFindingsOfOneFileInOneAnswer() {
        assertThat(pointersOf("""
                {"a":1e999,"modelTopology":{"b":"\\u0000","b":1},
                 "weightsManifest":[{"paths":["../x"],"weights":[{"name":"w","dtype":"float64","shape":[-1,1.5]}]}]}"""))
                .containsExactly("/a", "/modelTopology/b", "/modelTopology/b", "/weightsManifest/0/paths/0",
                        "/weightsManifest/0/weights/0/dtype", "/weightsManifest/0/weights/0/shape/0",
                        "/weightsManifest/0/weights/0/shape/1");
    }

    @Test
    void tellsAHundredFindingsAndTheNumberOfTheRest() {
        RegistryException refusal = refusalOf("{\"modelTopology\":[" + "1e999,".repeat(149) + "1e999]}");

        assertThat(findings(refusal)).hasSize(101);
        assertThat(findings(refusal).get(99)).containsEntry("pointer", "/modelTopology/99");
        assertThat(findings(refusal).get(100)).containsEntry("message", "and 50 more findings");
        assertThat(refusal).hasMessageContaining("150 findings");
    }

    @Test
    void keepsAnswersSmallAndPrintableWhateverTheKeysAre() {
        String key = "\\u0000\\ud800\\u001b".repeat(10_000);
        String text = "{\"modelTopology\":" + ("{\"" + key + "\":").repeat(20) + "[1e999]" + "}".repeat(21);

        assertThat(findings(refusalOf(text))).allSatisfy(finding -> {
            assertThat(finding.get("pointer").length()).isLessThan(600);
            assertThat(finding.get("pointer")).matches("[ -~…]*");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "080112|.pb", "0a220a0568656c6c6f12|.pb", "0a051b|.pb", "89484446|HDF5",
            "504b0304|zip", "1f8b08|gzipped", "3c68746d6c|HTML",
            "fffe7b00|UTF-16", "feff007b|UTF-16" })
    void saysWhatAForeignFileIs(String hex, String word) {
        assertThat(refusalOf(HexFormat.of().parseHex(hex))).hasMessageContaining(word);
    }
}
