package io.weighhouse.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;

/**
 * Cuts a content into batches of an exact size (the last one is as large as it happens to be). A batch is filled only when
 * it has been asked for, one chunk at a time, so a subscriber that works on two batches at once keeps two in memory.
 */
public final class Batches extends AbstractMultiOperator<Buffer, Batch> {

    private final IntUnaryOperator sizes;

    private Batches(Multi<Buffer> content, IntUnaryOperator sizes) {
        super(content);
        this.sizes = sizes;
    }

    /** @param sizes the bytes of a batch by its number, counted from 1; some servers want equal sizes, none wants gaps */
    public static Multi<Batch> of(Multi<Buffer> content, IntUnaryOperator sizes) {
        return new Batches(content, sizes);
    }

    @Override
    public void subscribe(MultiSubscriber<? super Batch> downstream) {
        upstream().subscribe().withSubscriber(new Cutter(downstream, sizes));
    }

    /** Everything but the counters belongs to whoever is in {@link #drain}: one thread at a time. */
    private static final class Cutter extends MultiOperatorProcessor<Buffer, Batch> {

        private static final Buffer NOTHING = Buffer.buffer(0);

        private final IntUnaryOperator sizes;
        private final AtomicLong demand = new AtomicLong();
        private final AtomicInteger work = new AtomicInteger();
        private volatile Buffer rest = NOTHING;
        private volatile boolean asked;
        private volatile boolean ended;
        private volatile Throwable failure;
        private List<Buffer> chunks = new ArrayList<>();
        private int bytes;
        private int number = 1;
        private long offset;

        Cutter(MultiSubscriber<? super Batch> downstream, IntUnaryOperator sizes) {
            super(downstream);
            this.sizes = sizes;
        }

        @Override
        public void request(long batches) {
            demand.accumulateAndGet(batches, Cutter::addCapped);
            drain();
        }

        @Override
        public void onItem(Buffer chunk) {
            rest = chunk;
            asked = false;
            drain();
        }

        @Override
        public void onCompletion() {
            ended = true;
            asked = false;
            drain();
        }

        @Override
        public void onFailure(Throwable reason) {
            failure = reason;
            onCompletion();
        }

        private void drain() {
            if (work.getAndIncrement() == 0) {
                int missed = 1;
                while (missed > 0) {
                    while (!asked && !isDone() && step()) {
                        // one step more
                    }
                    missed = work.addAndGet(-missed);
                }
            }
        }

        /** Says whether there may be more to do without another signal. */
        private boolean step() {
            if (failure != null) {
                super.onFailure(failure);
                return false;
            }
            if (ended && rest.length() == 0 && bytes == 0) {
                super.onCompletion();
                return false;
            }
            if (demand.get() == 0) {
                return false;
            }
            if (rest.length() > 0) {
                fill();
            } else if (ended) {
                emit(true);
            } else {
                asked = true;
                getUpstreamSubscription().request(1);
            }
            return true;
        }

        private void fill() {
            int size = sizes.applyAsInt(number);
            int taken = Math.min(size - bytes, rest.length());
            chunks.add(taken == rest.length() ? rest : rest.slice(0, taken));
            rest = taken == rest.length() ? NOTHING : rest.slice(taken, rest.length());
            bytes += taken;
            if (bytes == size) {
                emit(false);
            }
        }

        private void emit(boolean last) {
            Batch batch = new Batch(number, offset, bytes, chunks, last);
            chunks = new ArrayList<>();
            offset = batch.end();
            bytes = 0;
            number++;
            demand.decrementAndGet();
            downstream.onItem(batch);
        }

        private static long addCapped(long now, long more) {
            return now + more < 0 ? Long.MAX_VALUE : now + more;
        }
    }
}
