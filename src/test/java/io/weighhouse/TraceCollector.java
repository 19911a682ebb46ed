package io.weighhouse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Takes traces by OTLP over HTTP, as a collector does, and knows just enough of Protocol Buffers to read their spans. */
final class TraceCollector implements AutoCloseable {

    private static final int REQUEST_RESOURCE = 1;
    private static final int RESOURCE_SCOPE = 2;
    private static final int SCOPE_SPAN = 2;

    record Span(String trace, String id, String parent, String name) {
    }

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream everything = new ByteArrayOutputStream();

    TraceCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    /** All bytes that came, for what must not be among them. */
    synchronized String everything() {
        return everything.toString(StandardCharsets.ISO_8859_1);
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] body = (packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()).readAllBytes();
        everything.writeBytes(body);
        for (byte[] resource : fields(body, REQUEST_RESOURCE)) {
            for (byte[] scope : fields(resource, RESOURCE_SCOPE)) {
                fields(scope, SCOPE_SPAN).forEach(span -> spans.add(new Span(hex(span, 1), hex(span, 2), hex(span, 4),
                        new String(fields(span, 5).get(0), StandardCharsets.UTF_8))));
            }
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static String hex(byte[] span, int field) {
        return fields(span, field).stream().findFirst().map(HexFormat.of()::formatHex).orElse("");
    }

    /** The values of a field that has a length; all others are passed over. */
    private static List<byte[]> fields(byte[] message, int wanted) {
        List<byte[]> found = new CopyOnWriteArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(message);
        while (rest.hasRemaining()) {
            long key = varint(rest);
            switch ((int) key & 7) {
                case 0 -> varint(rest);
                case 1 -> rest.getLong();
                case 2 -> {
                    byte[] value = new byte[(int) varint(rest)];
                    rest.get(value);
                    if (key >> 3 == wanted) {
                        found.add(value);
                    }
                }
                case 5 -> rest.getInt();
                default -> throw new IllegalArgumentException("wire type of " + key);
            }
        }
        return found;
    }

    private static long varint(ByteBuffer buffer) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = buffer.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
