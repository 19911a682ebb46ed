package io.weighhouse.multipart;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;

/** Bodies to read, and what was read of them. */
final class Parsed {

    static final Boundary BOUNDARY = new Boundary("xYz7");
    static final MultipartLimits LIMITS = new MultipartLimits(10_000, 32, 16 << 10, 64 << 10, 1L << 30);

    /** A part that was read to its end. */
    record Part(String name, byte[] content) {
    }

    private Parsed() {
    }

    static byte[] body(Part... parts) {
        var body = new ByteArrayOutputStream();
        for (Part part : parts) {
            body.writeBytes(("--xYz7\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + part.name() + "\"\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(part.content());
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes("--xYz7--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    /** Reads all parts one after another, as a save does. */
    static List<Part> read(Multi<Buffer> body) {
        return read(body, LIMITS);
    }

    static List<Part> read(Multi<Buffer> body, MultipartLimits limits) {
        return MultipartReader.read(BOUNDARY, limits, body)
                .onItem().transformToUniAndConcatenate(part -> part.content()
                        .collect().in(Buffer::buffer, Buffer::appendBuffer)
                        .map(content -> new Part(part.name(), content.getBytes())))
                .collect().asList()
                .await().atMost(Duration.ofSeconds(20));
    }

    /** The body in chunks that end at these positions. */
    static Multi<Buffer> cut(byte[] body, List<Integer> ends) {
        List<Buffer> chunks = new ArrayList<>();
        int from = 0;
        for (int end : ends.stream().sorted().distinct().toList()) {
            chunks.add(Buffer.buffer(Arrays.copyOfRange(body, from, end)));
            from = end;
        }
        chunks.add(Buffer.buffer(Arrays.copyOfRange(body, from, body.length)));
        return Multi.createFrom().iterable(chunks);
    }
}
