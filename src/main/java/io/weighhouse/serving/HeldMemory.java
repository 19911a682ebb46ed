package io.weighhouse.serving;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.weighhouse.problem.ProblemType;

/**
 * Memory that large files may take while they are made and sent. Whoever comes when it is used up waits for a while, in the
 * order of arrival, and is refused then: any number of readers cost no more than this.
 */
final class HeldMemory {

    private final long most;
    private final Duration patience;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private long held;

    HeldMemory(long most, Duration patience) {
        this.most = most;
        this.patience = patience;
    }

    /** Some of the memory, to be given back once. */
    final class Share {

        private long bytes;

        private Share(long bytes) {
            this.bytes = bytes;
        }

        /** Gives back what is not needed any more. */
        void shrinkTo(long less) {
            giveBack(this, Math.min(less, bytes));
        }

        void release() {
            giveBack(this, 0);
        }
    }

    private record Waiting(long bytes, UniEmitter<? super Share> emitter, AtomicBoolean gone) {
    }

    /** A share of so many bytes, or of all there is where that is less. */
    Uni<Share> take(long bytes) {
        return Uni.createFrom().<Share> emitter(emitter -> enter(Math.min(bytes, most), emitter))
                .ifNoItem().after(patience).failWith(() -> ProblemType.OVERLOADED
                        .because("Other large files are being sent; try again in a moment"));
    }

    private void enter(long bytes, UniEmitter<? super Share> emitter) {
        var waiting = new Waiting(bytes, emitter, new AtomicBoolean());
        emitter.onTermination(() -> waiting.gone().set(true));
        synchronized (this) {
            queue.add(waiting);
        }
        serve();
    }

    private void giveBack(Share share, long left) {
        synchronized (this) {
            held -= share.bytes - left;
            share.bytes = left;
        }
        serve();
    }

    private void serve() {
        for (Waiting next = next(); next != null; next = next()) {
            var share = new Share(next.bytes());
            if (next.gone().getAndSet(true)) {
                share.release();
            } else {
                next.emitter().complete(share);
            }
        }
    }

    private synchronized Waiting next() {
        queue.removeIf(waiting -> waiting.gone().get());
        if (queue.isEmpty() || held + queue.peek().bytes() > most) {
            return null;
        }
        held += queue.peek().bytes();
        return queue.poll();
    }
}
