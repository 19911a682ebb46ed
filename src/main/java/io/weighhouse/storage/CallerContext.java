package io.weighhouse.storage;

import java.util.concurrent.Executor;

import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * The one place where a driver comes back from its own threads: a database session and a request are bound to the Vert.x
 * context on which the store was asked, so its answer has to arrive there.
 */
public final class CallerContext {

    private CallerContext() {
    }

    /** Runs on the context of the calling thread; a caller without one gets its answer on whichever thread has it. */
    public static Executor current() {
        Context caller = Vertx.currentContext();
        return caller == null ? Runnable::run : of(caller);
    }

    /** Runs on that context; at once where the calling thread is on it. */
    public static Executor of(Context context) {
        return task -> resume(context, task);
    }

    private static void resume(Context caller, Runnable task) {
        if (Vertx.currentContext() == caller) {
            task.run();
        } else {
            caller.runOnContext(ignored -> task.run());
        }
    }
}
