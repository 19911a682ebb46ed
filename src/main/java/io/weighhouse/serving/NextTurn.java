package io.weighhouse.serving;

import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Starts work in the event loop's next turn. Quarkus REST subscribes to a method's result first and attaches to the response
 * afterwards: an answer that lay ready and was written at once would be an error by then.
 */
final class NextTurn {

    private NextTurn() {
    }

    static <T> Uni<T> of(Supplier<Uni<T>> work) {
        Context context = Vertx.currentContext();
        return Uni.createFrom().voidItem()
                .emitOn(next -> context.runOnContext(ignored -> next.run()))
                .chain(() -> work.get());
    }
}
