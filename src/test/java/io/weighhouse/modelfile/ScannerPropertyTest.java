package io.weighhouse.modelfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;

import io.weighhouse.problem.RegistryException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The scanner against another reader of JSON: on texts of any kind both must say the same. */
class ScannerPropertyTest {

    private static final JsonFactory JACKSON = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final List<String> SCALARS = List.of("0", "-0.0", "1e2", "12.5E-3", "true", "false", "null", "\"\"",
            "\"a b\"",
            "\"é😀\"", "\"\\u00e9\\ud83d\\ude00\\\"\\\\\\/\\b\\n\"", "9007199254740993");
    /** Bytes that mean something to JSON or UTF-8, so that a change is likely to matter. */
    private static final byte[] TELLING = "{}[]\",:\\u0019.eE+-tn \n\t'/\u0000\u001f\u007f\u0080\u00bf\u00c3\u00e2\u00ed\u00f0\u00ff"
            .getBytes(StandardCharsets.ISO_8859_1);

    @Property
    void acceptsEveryProperTextWhateverItsWhiteSpace(@ForAll("values") String value, @ForAll Random random) {
        String topology = "[" + value + "]";

        ModelFile compact = read("{\"modelTopology\":" + topology + "}");
        ModelFile spaced = read("{\"modelTopology\":" + spaced(topology, random) + "}");

        assertThat(compact.topologyBytes()).isEqualTo(topology.getBytes(StandardCharsets.UTF_8).length);
        assertThat(spaced.topologyBytes()).isEqualTo(compact.topologyBytes());
    }

    @Property(tries = 20_000)
    void judgesDamagedTextsAsAnotherReaderDoes(@ForAll("values") String value, @ForAll Random random) {
        byte[] text = ("{\"modelTopology\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        for (int damage = random.nextInt(3); damage >= 0; damage--) {
            text[text.length - 1 - random.nextInt(text.length - 17)] = TELLING[random.nextInt(TELLING.length)];
        }

        assertThat(isAccepted(text)).as(new String(text, StandardCharsets.UTF_8)).isEqualTo(isProper(text));
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> scalars = Arbitraries.of(SCALARS);
        return Arbitraries.recursive(() -> scalars, this::container, 0, 4);
    }

    private Arbitrary<String> container(Arbitrary<String> inner) {
        Arbitrary<String> arrays = inner.list().ofMaxSize(4).map(values -> "[" + String.join(",", values) + "]");
        Arbitrary<String> objects = inner.list().ofMaxSize(12).map(ScannerPropertyTest::object);
        return Arbitraries.oneOf(arrays, objects);
    }

    private static String object(List<String> values) {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < values.size(); i++) {
            object.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":").append(values.get(i));
        }
        return object.append('}').toString();
    }

    /** White space around structural characters; the strings of the scalars hold none of these. */
    private static String spaced(String value, Random random) {
        List<String> spaces = List.of("", " ", "\n\t", "\r\n  ");
        StringBuilder spaced = new StringBuilder();
        for (String piece : value.split("(?<=[\\[\\]{},:])|(?=[\\[\\]{},:])")) {
            spaced.append(spaces.get(random.nextInt(spaces.size()))).append(piece);
        }
        return spaced.append(' ').toString();
    }

    private static ModelFile read(String text) {
        return ModelTexts.read(text);
    }

    private static boolean isAccepted(byte[] text) {
        try {
            ModelFile.read(text);
            return true;
        } catch (RegistryException e) {
            return false;
        }
    }

    /** Jackson reads one document and nothing after it, and no string in it is one that a database could not keep. */
    private static boolean isProper(byte[] text) {
        try (JsonParser parser = JACKSON.createParser(decoded(text))) {
            boolean proper = parser.nextToken() == JsonToken.START_OBJECT;
            boolean topology = false;
            for (int depth = 1; depth > 0;) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return false;
                }
                topology |= depth == 1 && "modelTopology".equals(parser.currentName()) && token != JsonToken.FIELD_NAME
                        && token != JsonToken.VALUE_NULL;
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                proper &= isKept(token, parser.getText());
            }
            return proper && topology && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isKept(JsonToken token, String text) {
        if (token.isNumeric()) {
            return !Double.isInfinite(Double.parseDouble(text));
        }
        return token != JsonToken.FIELD_NAME && token != JsonToken.VALUE_STRING || isStorable(text);
    }

    private static String decoded(byte[] text) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }

    private static boolean isStorable(String text) {
        return text.indexOf('\u0000') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(CharBuffer.wrap(text));
    }
}
