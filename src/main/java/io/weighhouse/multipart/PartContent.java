package io.weighhouse.multipart;

import java.util.concurrent.Flow;

import io.smallrye.mutiny.helpers.Subscriptions;
import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;

/** The content of the form part that is being read. Its demand is what moves the parser on. */
final class PartContent extends AbstractMulti<Buffer> implements Flow.Subscription {

    private final BodyParser parser;
    private MultiSubscriber<? super Buffer> subscriber;
    private long wanted;
    private boolean skipped;
    private Throwable failure;

    PartContent(BodyParser parser) {
        this.parser = parser;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Buffer> reader) {
        if (subscriber != null) {
            Subscriptions.fail(reader, new IllegalStateException("The content of a form part can be read once"));
            return;
        }
        subscriber = reader;
        reader.onSubscribe(this);
        if (failure != null && !skipped) {
            reader.onFailure(failure);
        }
    }

    @Override
    public void request(long items) {
        wanted = Subscriptions.add(wanted, items);
        parser.advance();
    }

    /** The rest of the part is passed over. */
    @Override
    public void cancel() {
        skipped = true;
        parser.advance();
    }

    boolean isWanted() {
        return wanted > 0 && !skipped;
    }

    boolean isSkipped() {
        return skipped;
    }

    void emit(Buffer slice) {
        if (!skipped) {
            wanted = wanted == Long.MAX_VALUE ? wanted : wanted - 1;
            subscriber.onItem(slice);
        }
    }

    void complete() {
        if (!skipped) {
            subscriber.onCompletion();
        }
    }

    void fail(Throwable reason) {
        failure = reason;
        if (subscriber != null && !skipped) {
            subscriber.onFailure(reason);
        }
    }
}
