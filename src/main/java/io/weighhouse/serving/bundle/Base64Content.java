package io.weighhouse.serving.bundle;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.ByteRange;

/** Another content as one base64 text (RFC 4648, with padding): four characters for three bytes. */
public record Base64Content(Content bytes) implements Content {

    @Override
    public long length() {
        return Math.multiplyExact((bytes.length() + 2) / 3, 4L);
    }

    /** Reads whole groups around the range and cuts off what was not asked for. */
    @Override
    public Multi<Buffer> read(ByteRange range) {
        long first = range.first() / 4 * 3;
        long end = Math.min(bytes.length(), (range.last() / 4 + 1) * 3);
        return Multi.createFrom().deferred(() -> encode(bytes.read(new ByteRange(first, end - first)),
                new Encoder(range.first() % 4, range.length())));
    }

    private static Multi<Buffer> encode(Multi<Buffer> content, Encoder encoder) {
        return content.map(encoder::take)
                .onCompletion().continueWith(() -> List.of(encoder.finish()))
                .select().where(text -> text.length() > 0);
    }

    /** One way through a stream: keeps the one or two bytes of a group that a chunk begins and the next one ends. */
    private static final class Encoder {

        private byte[] open = new byte[0];
        private long skipped;
        private long left;

        Encoder(long skipped, long left) {
            this.skipped = skipped;
            this.left = left;
        }

        Buffer take(Buffer chunk) {
            byte[] all = Arrays.copyOf(open, open.length + chunk.length());
            chunk.getBytes(all, open.length);
            int whole = all.length / 3 * 3;
            open = Arrays.copyOfRange(all, whole, all.length);
            return cut(whole == all.length ? all : Arrays.copyOf(all, whole));
        }

        Buffer finish() {
            return cut(open);
        }

        private Buffer cut(byte[] groups) {
            Buffer text = Buffer.buffer(Base64.getEncoder().encode(groups));
            int from = (int) Math.min(skipped, text.length());
            int to = (int) Math.min(text.length(), from + left);
            skipped -= from;
            left -= to - from;
            return text.slice(from, to);
        }
    }
}
