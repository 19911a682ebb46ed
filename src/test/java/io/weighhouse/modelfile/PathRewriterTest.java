package io.weighhouse.modelfile;

import static io.weighhouse.modelfile.ModelTexts.bytes;
import static io.weighhouse.modelfile.ModelTexts.withPaths;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;

class PathRewriterTest {

    @Test
    void changesNothingButTheStringsOfThePaths() {
        String file = "\ufeff{ \"paths\":[\"./x\"],\"weightsManifest\" : [ {\"weights\":[{\"name\":\"./n\",\"paths\":[\"./q\"],"
                + "\"dtype\":\"bool\",\"shape\":[ ]}],\"p\\u0061ths\" : [ \"./a.bin\" ,\"\\u0062\\/c.bin\"]},{\"paths\":[\"d\"]}],\n"
                + "\"modelTopology\":{\"weightsManifest\":[{\"paths\":[\"./t\"]}],\"é\":-0.0} }\n";

        String rewritten = rewrite(file, "../7/");

        assertThat(rewritten).isEqualTo(file.replace("\"./a.bin\"", "\"../7/a.bin\"")
                .replace("\"\\u0062\\/c.bin\"", "\"../7/b/c.bin\"")
                .replace("\"d\"", "\"../7/d\""));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"modelTopology\":{}}", "{\"modelTopology\":{},\"weightsManifest\":null}",
            "{\"modelTopology\":{},\"weightsManifest\":[]}", "{\"weightsManifest\":[{\"paths\":[]}]}" })
    void leavesAFileWithoutPathsAsItIs(String file) {
        assertThat(rewrite(file, "7/")).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"", "\\", "a b", "é", "https://x/", "7/\n" })
    void refusesAPrefixThatWouldNeedEscapes(String prefix) {
        assertThatThrownBy(() -> new PathRewriter(prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void leadsEveryPathToThePrefix(
            @ForAll @Size(max = 6) @UniqueElements List<@AlphaChars @StringLength(min = 1, max = 30) String> names,
            @ForAll @CharRange(from = '0', to = '9') @StringLength(max = 12) String version, @ForAll boolean dotted) {
        String prefix = "../" + version + "/";
        String file = withPaths(names.stream().map(name -> (dotted ? "./" : "") + name).toArray(String[]::new));

        String rewritten = rewrite(file.replace("[\"\"]", "[]"), prefix);

        assertThat(rewritten).isEqualTo(
                withPaths(names.stream().map(name -> prefix + name).toArray(String[]::new)).replace("[\"\"]", "[]"));
    }

    private static String rewrite(String file, String prefix) {
        ModelFile.read(bytes(file));
        return new String(new PathRewriter(prefix).rewrite(bytes(file)), StandardCharsets.UTF_8);
    }
}
