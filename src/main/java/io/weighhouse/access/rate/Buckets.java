package io.weighhouse.access.rate;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.weighhouse.problem.ProblemType;

/** A token bucket for each name that was seen lately. One that was not seen for so long that it would be full is forgotten. */
final class Buckets {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final long NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();
    private static final int MOST = 50_000;

    private final OptionalInt perPeriod;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(PERIOD).build();

    Buckets(OptionalInt perPeriod) {
        this.perPeriod = perPeriod;
    }

    void take(Supplier<String> name) {
        if (perPeriod.isPresent()) {
            ConsumptionProbe probe = buckets.get(name.get(), ignored -> bucket()).tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                throw ProblemType.RATE_LIMITED.because("This caller may ask for this %d times a minute", perPeriod.getAsInt())
                        .with("limit", perPeriod.getAsInt())
                        .withHeader("Retry-After", String.valueOf(wholeSeconds(probe.getNanosToWaitForRefill())));
            }
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perPeriod.getAsInt()).refillGreedy(perPeriod.getAsInt(), PERIOD)).build();
    }

    private static long wholeSeconds(long nanos) {
        return Math.max(1, (nanos + NANOS_A_SECOND - 1) / NANOS_A_SECOND);
    }
}
