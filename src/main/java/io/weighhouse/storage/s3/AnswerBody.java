package io.weighhouse.storage.s3;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * The body of the store's answer, read from its connection only as far as somebody asks. The answer must be paused. A reader
 * that goes away closes the connection: the rest may be gigabytes.
 */
final class AnswerBody extends AbstractMulti<Buffer> {

    private final HttpClientRequest request;
    private final HttpClientResponse answer;
    private final Executor loop;

    /** @param loop the context of the request */
    AnswerBody(HttpClientRequest request, HttpClientResponse answer, Executor loop) {
        this.request = request;
        this.answer = answer;
        this.loop = loop;
    }

    @Override
    public void subscribe(MultiSubscriber<? super Buffer> reader) {
        var reading = new Reading(reader);
        answer.handler(reader::onItem);
        answer.endHandler(ended -> reader.onCompletion());
        answer.exceptionHandler(reading::fail);
        reader.onSubscribe(reading);
    }

    private final class Reading implements Flow.Subscription {

        private final MultiSubscriber<? super Buffer> reader;
        private boolean over;

        Reading(MultiSubscriber<? super Buffer> reader) {
            this.reader = reader;
        }

        @Override
        public void request(long chunks) {
            loop.execute(() -> answer.fetch(chunks));
        }

        @Override
        public void cancel() {
            loop.execute(() -> {
                over = true;
                request.reset();
            });
        }

        private void fail(Throwable failure) {
            if (!over) {
                over = true;
                reader.onFailure(failure);
            }
        }
    }
}
