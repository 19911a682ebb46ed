package io.weighhouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Pace.Meter meter = new Pace.Meter(new Pace(100, Duration.ofSeconds(10)));

    @Test
    void aTrickleFailsWhenItsWindowIsOver() {
        for (int second = 0; second < 9; second++) {
            meter.await(second * SECOND);
            assertThat(meter.keptWith(1, (second + 1) * SECOND)).isTrue();
        }
        meter.await(9 * SECOND);

        assertThat(meter.keptWith(1, 10 * SECOND)).isFalse();
    }

    @Test
    void eachWindowIsMeasuredByItself() {
        meter.await(0);
        assertThat(meter.keptWith(1_000_000, 10 * SECOND)).isTrue();
        meter.await(10 * SECOND);

        assertThat(meter.keptWith(99, 20 * SECOND)).isFalse();
    }

    @Test
    void exactlyTheLeastIsEnough() {
        meter.await(0);

        assertThat(meter.keptWith(100, 10 * SECOND)).isTrue();
    }

    @Test
    void aClientThatTheStoreKeepsWaitingIsNotSlow() {
        for (int minute = 0; minute < 60; minute++) {
            meter.await(minute * 60 * SECOND);

            assertThat(meter.keptWith(1, minute * 60 * SECOND + SECOND / 10)).isTrue();
        }
    }
}
