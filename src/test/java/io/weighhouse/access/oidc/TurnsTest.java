package io.weighhouse.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;

class TurnsTest {

    @Test
    void oneWorksAtATimeAndAFailureEndsNoRow() {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        var turns = new Turns();
        var working = new AtomicInteger();
        var most = new AtomicInteger();

        List<Integer> done = Uni.join().all(IntStream.range(0, 5_000).mapToObj(number -> turns.take(pool, () -> {
            most.accumulateAndGet(working.incrementAndGet(), Math::max);
            return Uni.createFrom().item(number).onItem().invoke(working::decrementAndGet)
                    .onItem().transform(item -> item % 7 / (item % 7));
        }).onFailure().recoverWithItem(0)).toList()).andCollectFailures().await().atMost(Duration.ofSeconds(30));

        assertThat(most).hasValue(1);
        assertThat(done).hasSize(5_000).contains(0, 1);
        pool.shutdownNow();
    }

    @Test
    void whoGoesAwayHoldsNobodyUp() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        var turns = new Turns();

        turns.take(pool, () -> Uni.createFrom().nothing()).subscribe().with(item -> {
        }).cancel();

        assertThat(turns.take(pool, () -> Uni.createFrom().item(1)).await().atMost(Duration.ofSeconds(10))).isEqualTo(1);
        pool.shutdownNow();
    }
}
