package io.weighhouse.serving.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.ByteRange;

/** A slow reader makes nobody read ahead, and one that leaves lets go of what was open. */
class ContentDemandTest {

    private static final int CHUNK = 12;
    private static final int CHUNKS = 10;

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger handedOut = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();

    private final class Watched implements Content {

        @Override
        public long length() {
            return CHUNK * CHUNKS;
        }

        @Override
        public Multi<Buffer> read(ByteRange range) {
            opened.incrementAndGet();
            return Multi.createFrom().range(0, CHUNKS).map(number -> Buffer.buffer(new byte[CHUNK]))
                    .onItem().invoke(handedOut::incrementAndGet)
                    .onCancellation().invoke(left::incrementAndGet);
        }
    }

    @Test
    void oneChunkIsReadWhereOneIsAskedForAndTheRestIsLeftAlone() {
        JoinedContent joined = JoinedContent.of(List.of(new Watched(), new Watched(), new Watched()));

        for (Content content : List.of(joined, new Base64Content(joined))) {
            opened.set(0);
            handedOut.set(0);
            left.set(0);
            AssertSubscriber<Buffer> reader = content.read(ByteRange.all(content.length())).subscribe()
                    .withSubscriber(AssertSubscriber.create(1));

            assertThat(reader.getItems()).hasSize(1);
            assertThat(handedOut).hasValue(1);
            reader.request(CHUNKS);
            assertThat(handedOut).hasValue(CHUNKS + 1);
            assertThat(opened).hasValue(2);
            reader.cancel();
            assertThat(left).hasValue(1);
        }
    }
}
