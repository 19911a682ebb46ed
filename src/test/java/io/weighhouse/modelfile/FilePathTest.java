package io.weighhouse.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

class FilePathTest {

    @ParameterizedTest
    @ValueSource(strings = { "labels.txt", "./labels.txt", "vocabulary/en.txt", "metadata.json", "a/model.json" })
    void takesThePathsOfExtraFiles(String text) {
        assertThat(FilePath.of(text).value()).isEqualTo(text.replaceFirst("^\\./", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "../a", "C:\\a", "a\u0000", "a\r\nb", "model.json", "./bundle.zip", "artifacts.json",
            "/etc/passwd",
            "\ud800" })
    void refusesAnyOtherNameWithTheRule(String text) {
        assertThatThrownBy(() -> FilePath.of(text))
                .isInstanceOfSatisfying(RegistryException.class, refusal -> {
                    assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_NAME);
                    assertThat(refusal.members()).containsKey("path");
                })
                .message().matches("'[ -~]*' cannot be the path of a file: it .*");
        assertThatThrownBy(() -> new FilePath(text.isEmpty() ? "." : text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAVeryLongNameInFewWords() {
        assertThatThrownBy(() -> FilePath.of("a/".repeat(5_000_000)))
                .isInstanceOf(RegistryException.class)
                .message().hasSizeLessThan(300);
    }
}
