package io.weighhouse.access.oidc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

/** Lets pieces of work run one after another, in the order in which they came. */
final class Turns {

    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** @param worker runs the work later, never at once: a long row of quick pieces would otherwise be one deep stack */
    <T> Uni<T> take(Executor worker, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var mine = new CompletableFuture<Void>();
            return Uni.createFrom().completionStage(follow(mine)).emitOn(worker).chain(() -> work.get())
                    .onTermination().invoke(() -> mine.complete(null));
        });
    }

    private synchronized CompletableFuture<Void> follow(CompletableFuture<Void> mine) {
        CompletableFuture<Void> before = last;
        last = mine;
        return before;
    }
}
