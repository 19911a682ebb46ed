package io.weighhouse.catalog.database;

import java.time.Duration;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.weighhouse.problem.ProblemType;

/** Waits for a database that is slow or frozen for as long as a client may be kept waiting. */
final class Patience {

    private final Vertx vertx;
    private final Duration most;

    Patience(Vertx vertx, Duration most) {
        this.vertx = vertx;
        this.most = most;
    }

    /** The same work, which goes on where nobody waits for it any more. */
    <T> Uni<T> waitFor(Uni<T> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            return Uni.join().first(work, Uni.createFrom().<T> emitter(late -> failLater(late, caller))).toTerminate();
        });
    }

    /** A request goes on where it was, so that a session it opens next is bound to it. */
    private void failLater(UniEmitter<?> late, Context caller) {
        Runnable fail = () -> late.fail(ProblemType.DATABASE_UNAVAILABLE
                .because("The database did not answer within %d seconds; try again in a moment", most.toSeconds()));
        long timer = vertx.setTimer(most.toMillis(), over -> {
            if (caller == null) {
                fail.run();
            } else {
                caller.runOnContext(ignored -> fail.run());
            }
        });
        late.onTermination(() -> vertx.cancelTimer(timer));
    }
}
