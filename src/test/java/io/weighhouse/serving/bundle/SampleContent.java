package io.weighhouse.serving.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.ByteRange;

/** Bytes that come in chunks, as a store hands them out, and that remember which ranges were asked for. */
record SampleContent(byte[] bytes, int chunk, List<ByteRange> asked) implements Content {

    static SampleContent of(int size, int chunk, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return new SampleContent(bytes, chunk, new ArrayList<>());
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public Multi<Buffer> read(ByteRange range) {
        asked.add(range);
        List<Buffer> chunks = new ArrayList<>();
        Buffer all = Buffer.buffer(bytes);
        for (long at = range.first(); at <= range.last(); at += chunk) {
            chunks.add(all.getBuffer((int) at, (int) Math.min(at + chunk, range.last() + 1)));
        }
        return Multi.createFrom().iterable(chunks);
    }

    ZipEntry as(String path) {
        var crc32 = new CRC32();
        crc32.update(bytes);
        return new ZipEntry(path, crc32.getValue(), this);
    }

    static byte[] all(Content content) {
        return part(content, ByteRange.all(content.length()));
    }

    static byte[] part(Content content, ByteRange range) {
        return content.read(range).collect().in(Buffer::buffer, Buffer::appendBuffer).await().indefinitely().getBytes();
    }
}
