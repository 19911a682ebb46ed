package io.weighhouse.storage.s3;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.multi.AbstractMultiOperator;
import io.smallrye.mutiny.operators.multi.MultiOperatorProcessor;
import io.smallrye.mutiny.subscription.MultiSubscriber;

/**
 * Ends loads that a frozen store would keep for ever. It looks at the store only while the reader waits for it: the SDK's own
 * timeout would also end the load of a slow reader. One timer for all, as most loads are over sooner than a timer is set.
 */
final class Watchdog {

    private static final int LOOKS_A_PATIENCE = 4;

    private final Set<Watched<?>> running = ConcurrentHashMap.newKeySet();
    private final long patience;

    Watchdog(ScheduledExecutorService timer, Duration patience) {
        this.patience = patience.toNanos();
        long pause = this.patience / LOOKS_A_PATIENCE;
        timer.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.NANOSECONDS);
    }

    /** @param stream will be asked for one item at a time */
    <T> Multi<T> watch(Multi<T> stream) {
        return new AbstractMultiOperator<T, T>(stream) {
            @Override
            public void subscribe(MultiSubscriber<? super T> downstream) {
                upstream().subscribe().withSubscriber(new Watched<>(downstream));
            }
        };
    }

    private void look() {
        long now = System.nanoTime();
        running.forEach(watched -> watched.look(now));
    }

    /** A stream while somebody waits for its next item. */
    private final class Watched<T> extends MultiOperatorProcessor<T, T> {

        private volatile boolean waiting;
        private volatile long since;

        Watched(MultiSubscriber<? super T> downstream) {
            super(downstream);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            running.add(this);
            super.onSubscribe(subscription);
        }

        @Override
        public void request(long items) {
            since = System.nanoTime();
            waiting = true;
            super.request(items);
        }

        @Override
        public void onItem(T item) {
            waiting = false;
            super.onItem(item);
        }

        @Override
        public void onCompletion() {
            running.remove(this);
            super.onCompletion();
        }

        @Override
        public void onFailure(Throwable failure) {
            running.remove(this);
            super.onFailure(failure);
        }

        @Override
        public void cancel() {
            running.remove(this);
            super.cancel();
        }

        private void look(long now) {
            if (waiting && now - since > patience) {
                running.remove(this);
                Flow.Subscription stalled = getAndSetUpstreamSubscription(Subscriptions.CANCELLED);
                if (stalled != null && stalled != Subscriptions.CANCELLED) {
                    stalled.cancel();
                    downstream.onFailure(new TimeoutException("The store stopped sending"));
                }
            }
        }
    }
}
