package io.weighhouse.serving;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.weighhouse.serving.bundle.Content;
import io.weighhouse.serving.bundle.HeldContent;
import io.weighhouse.storage.BlobContent;
import io.weighhouse.storage.BlobStore;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.StorageKey;

/** Sends a file: from memory, by the kernel out of a local file, or as a stream from the store. */
@ApplicationScoped
class SendFile {

    private static final int AT_ONCE = 512 << 10;

    private final BlobStore store;
    private final ServingSettings settings;
    private final Counter sent;

    SendFile(BlobStore store, ServingSettings settings, MeterRegistry registry) {
        this.store = store;
        this.settings = settings;
        this.sent = Counter.builder("weighhouse.loads.sent").baseUnit("bytes").description("Bytes of files sent to readers")
                .register(registry);
    }

    /** A file that lies ready. */
    Uni<Void> ready(FileAnswer answer, ReadyFile file) {
        if (answer.answeredNotModified()) {
            return Uni.createFrom().voidItem();
        }
        if (answer.wantsGzip() && file.gzipped().isPresent()) {
            ReadyFile.Gzipped form = file.gzipped().get();
            return sendHeld(answer, answer.begin(form), form.bytes());
        }
        Optional<ByteRange> range = answer.range();
        Buffer bytes = range.map(part -> file.bytes().slice((int) part.first(), (int) part.last() + 1)).orElse(file.bytes());
        return sendHeld(answer, answer.begin(range), bytes);
    }

    /** What is large goes out no faster than it is read: as long as it is held, it counts. */
    private Uni<Void> sendHeld(FileAnswer answer, HttpServerResponse response, Buffer bytes) {
        return bytes.length() <= AT_ONCE || answer.isHead() ? end(answer, response, bytes)
                : ResponseSink.send(new HeldContent(bytes).read(ByteRange.all(bytes.length())), response,
                        settings.stalledReader(), sent);
    }

    private Uni<Void> end(FileAnswer answer, HttpServerResponse response, Buffer bytes) {
        // the answer is written; whether it arrives is nobody's business here
        if (answer.isHead()) {
            response.end();
        } else {
            response.end(bytes);
            sent.increment(bytes.length());
        }
        return Uni.createFrom().voidItem();
    }

    /** A blob, or nothing where the file has no bytes. 304, 416 and HEAD do not touch the store. */
    Uni<Void> blob(FileAnswer answer, Optional<StorageKey> key) {
        if (answer.answeredNotModified()) {
            return Uni.createFrom().voidItem();
        }
        Optional<ByteRange> range = answer.range();
        if (answer.isHead() || key.isEmpty()) {
            answer.begin(range).end();
            return Uni.createFrom().voidItem();
        }
        return store.read(key.get(), range.orElseGet(() -> ByteRange.all(answer.file().size())))
                .chain(content -> stream(answer, answer.begin(range), content));
    }

    /** What is put together on the way; where a part of it cannot be had any more, the reader sees the connection end. */
    Uni<Void> content(FileAnswer answer, Content content) {
        if (answer.answeredNotModified()) {
            return Uni.createFrom().voidItem();
        }
        Optional<ByteRange> range = answer.range();
        HttpServerResponse response = answer.begin(range);
        if (answer.isHead()) {
            response.end();
            return Uni.createFrom().voidItem();
        }
        return ResponseSink.send(content.read(range.orElseGet(() -> ByteRange.all(content.length()))), response,
                settings.stalledReader(), sent);
    }

    private Uni<Void> stream(FileAnswer answer, HttpServerResponse response, BlobContent content) {
        if (content instanceof BlobContent.InFile file) {
            Uni<Void> sending = UniHelper.toUni(response.sendFile(file.file().toString(), file.offset(), file.length()));
            return FileProgress.watch(sending, answer.request(), settings.stalledReader())
                    .invoke(() -> sent.increment(file.length()))
                    // the head is out and its length cannot be kept: the reader went away, or has to see the connection end
                    .onFailure().invoke(failure -> response.reset())
                    .onFailure().recoverWithNull();
        }
        Multi<Buffer> bytes = ((BlobContent.Streamed) content).bytes();
        return ResponseSink.send(bytes, response, settings.stalledReader(), sent);
    }
}
