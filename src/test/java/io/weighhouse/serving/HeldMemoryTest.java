package io.weighhouse.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.weighhouse.problem.RegistryException;

/** Memory is given out in the order of arrival, never more than there is, and none is lost. */
class HeldMemoryTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final HeldMemory memory = new HeldMemory(100, LONG);

    private UniAssertSubscriber<HeldMemory.Share> take(long bytes) {
        return memory.take(bytes).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void whatFitsIsGivenAtOnce() {
        take(60).assertCompleted();
        take(40).assertCompleted();
    }

    @Test
    void whatDoesNotFitWaitsUntilEnoughIsGivenBack() {
        HeldMemory.Share first = take(60).getItem();
        UniAssertSubscriber<HeldMemory.Share> waiting = take(50);
        waiting.assertNotTerminated();

        first.shrinkTo(51);
        waiting.assertNotTerminated();
        first.shrinkTo(50);

        waiting.assertCompleted();
    }

    @Test
    void smallWishesDoNotOvertakeLargeOnes() {
        HeldMemory.Share first = take(60).getItem();
        UniAssertSubscriber<HeldMemory.Share> large = take(90);
        UniAssertSubscriber<HeldMemory.Share> small = take(10);
        small.assertNotTerminated();

        first.release();

        large.assertCompleted();
        small.assertCompleted();
    }

    @Test
    void whoWantsMoreThanThereIsGetsAllOfIt() {
        HeldMemory.Share all = take(1000).getItem();
        UniAssertSubscriber<HeldMemory.Share> next = take(1);
        next.assertNotTerminated();

        all.release();

        next.assertCompleted();
    }

    @Test
    void aShareIsGivenBackOnceHoweverOftenThatIsSaid() {
        HeldMemory.Share first = take(60).getItem();
        first.release();
        first.release();
        first.shrinkTo(60);

        take(100).assertCompleted();
        take(1).assertNotTerminated();
    }

    @Test
    void whoLeavesTheQueueHoldsNobodyUp() {
        HeldMemory.Share first = take(60).getItem();
        UniAssertSubscriber<HeldMemory.Share> gone = take(90);
        UniAssertSubscriber<HeldMemory.Share> next = take(40);

        gone.cancel();
        first.shrinkTo(60);

        next.assertCompleted();
        take(1).assertNotTerminated();
    }

    @Test
    void whoWaitsTooLongIsRefusedAndTakesNothingLater() {
        HeldMemory impatient = new HeldMemory(100, Duration.ofMillis(50));
        HeldMemory.Share first = impatient.take(60).subscribe().withSubscriber(UniAssertSubscriber.create()).getItem();

        impatient.take(50).subscribe().withSubscriber(UniAssertSubscriber.create()).awaitFailure()
                .assertFailedWith(RegistryException.class, "Other large files are being sent");
        first.release();

        impatient.take(100).subscribe().withSubscriber(UniAssertSubscriber.create()).assertCompleted();
    }

    @Test
    void manyAtOnceNeverHoldMoreThanThereIsAndAllGetTheirs() throws Exception {
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Thread> takers = new ArrayList<>();
        AtomicLong served = new AtomicLong();
        IntStream.range(0, 16).forEach(taker -> takers.add(new Thread(() -> {
            for (int round = 0; round < 500; round++) {
                long bytes = 1 + (taker * 31L + round * 17L) % 100;
                Uni<HeldMemory.Share> share = memory.take(bytes);
                HeldMemory.Share taken = share.await().atMost(LONG);
                most.accumulateAndGet(held.addAndGet(bytes), Math::max);
                held.addAndGet(-bytes);
                taken.release();
                served.incrementAndGet();
            }
        })));

        takers.forEach(Thread::start);
        for (Thread taker : takers) {
            taker.join();
        }

        assertThat(served).hasValue(16 * 500);
        assertThat(most).hasValueLessThanOrEqualTo(100);
        take(100).assertCompleted();
    }
}
