package io.weighhouse.publish;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.weighhouse.problem.ProblemType;

/**
 * Saves that are still arriving when the registry has waited long enough for them are broken off, so that it takes away itself
 * what they have stored. What it does not get to, the clean-up of another replica does when the leases end.
 */
@ApplicationScoped
class StopSaves {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MILLIS_BETWEEN_LOOKS = 20;

    private final SaveBody bodies;
    private final RunningSaves saves;

    StopSaves(SaveBody bodies, RunningSaves saves) {
        this.bodies = bodies;
        this.saves = saves;
    }

    void stop(@Observes ShutdownEvent end) throws InterruptedException {
        bodies.cutAll(ProblemType.OVERLOADED.because("The registry stops; save again in a moment"));
        long latest = System.nanoTime() + PATIENCE.toNanos();
        while (!saves.areOver() && System.nanoTime() < latest) {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
    }
}
