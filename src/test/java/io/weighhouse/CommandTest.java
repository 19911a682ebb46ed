package io.weighhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the process was started for, by its arguments. */
class CommandTest {

    @Test
    void understandsWhatOperatorsWrite() {
        assertThat(Command.of().kind()).isEqualTo(Command.Kind.SERVE);
        assertThat(Command.of("migrate").kind()).isEqualTo(Command.Kind.MIGRATE);
        assertThat(Command.of("reconcile").deletedAfter()).isEmpty();
        assertThat(Command.of("reconcile", "--delete").deletedAfter()).contains(Duration.ofHours(24));
        assertThat(Command.of("reconcile", "--delete", "--older-than=90m").deletedAfter()).contains(Duration.ofMinutes(90));
    }

    @ParameterizedTest
    @ValueSource(strings = { "serve", "migrate now", "reconcile --older-than=1h", "reconcile --delete --older-than=soon",
            "reconcile --delete --older-than=-1h", "reconcile --delete --force", "--help" })
    void refusesTheRestRatherThanServe(String arguments) {
        assertThatThrownBy(() -> Command.of(arguments.split(" "))).isInstanceOf(StartupRefused.class);
    }
}
