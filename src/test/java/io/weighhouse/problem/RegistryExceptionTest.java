package io.weighhouse.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.Test;

class RegistryExceptionTest {

    @Test
    void remembersWhatLedToIt() {
        var cause = new IOException("connection reset");

        RegistryException refusal = ProblemType.STORAGE_UNAVAILABLE.because("no %s", "answer").causedBy(cause);

        assertThat(refusal).hasMessage("no answer").hasCause(cause);
    }
}
