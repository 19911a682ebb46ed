package io.weighhouse.web;

import java.time.Duration;

/**
 * The least that a body must bring in each window of the time that it is waited for. Silence alone bounds nothing: a byte now
 * and then would hold a save for ever.
 */
public record Pace(long bytes, Duration window) {

    /** For bodies whose whole time is bounded elsewhere. */
    public static final Pace ANY = new Pace(0, Duration.ofDays(1));

    public Pace {
        if (bytes < 0 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("A pace is bytes, not negative, in a window that lasts");
        }
    }

    /**
     * Measures one body. Only time spent waiting for the client counts: one that is kept waiting by the store is not slow.
     * Instants are those of {@link System#nanoTime}.
     */
    static final class Meter {

        private final Pace pace;
        private boolean waiting;
        private long since;
        private long waited;
        private long arrived;

        Meter(Pace pace) {
            this.pace = pace;
        }

        /** Bytes are asked for from now on, if they were not before. */
        void await(long now) {
            if (!waiting) {
                waiting = true;
                since = now;
            }
        }

        /** Whether the pace is kept with these bytes, too; afterwards nothing is waited for until {@link #await} is called. */
        boolean keptWith(int bytes, long now) {
            arrived += bytes;
            if (waiting) {
                waited += now - since;
                waiting = false;
            }
            if (waited < pace.window.toNanos()) {
                return true;
            }
            boolean kept = arrived >= pace.bytes;
            waited = 0;
            arrived = 0;
            return kept;
        }
    }
}
