package io.weighhouse.serving;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

import io.vertx.core.buffer.Buffer;
import io.weighhouse.catalog.Digest;

/** A file that lies ready in memory, JSON in its gzipped form too. */
record ReadyFile(Buffer bytes, Digest digest, Optional<Gzipped> gzipped) {

    /** The compressed form, and the digest of its own bytes. */
    record Gzipped(Buffer bytes, Digest digest) {
    }

    static ReadyFile plain(byte[] bytes) {
        return new ReadyFile(Buffer.buffer(bytes), Digest.of(bytes), Optional.empty());
    }

    static ReadyFile json(byte[] bytes) {
        byte[] compressed = gzip(bytes);
        return new ReadyFile(Buffer.buffer(bytes), Digest.of(bytes),
                Optional.of(new Gzipped(Buffer.buffer(compressed), Digest.of(compressed))));
    }

    int memory() {
        return bytes.length() + gzipped.map(form -> form.bytes().length()).orElse(0);
    }

    private static byte[] gzip(byte[] bytes) {
        var compressed = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
