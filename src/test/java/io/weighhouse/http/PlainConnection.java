package io.weighhouse.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A kept connection that sends paths exactly as they are given, which clients that know better would mend. */
final class PlainConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final URI base;
    private Socket socket;
    private InputStream in;

    /** An answer; names of headers are in lower case. */
    record Reply(int status, Map<String, String> headers, byte[] body) {
    }

    PlainConnection(URI base) {
        this.base = base;
    }

    Reply ask(String method, String path, Map<String, String> headers) throws IOException {
        if (socket == null) {
            socket = new Socket(base.getHost(), base.getPort());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n");
        headers.forEach((name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return reply(method);
    }

    private Reply reply(String method) throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
        byte[] body = in.readNBytes(bodiless ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0")));
        if ("close".equals(headers.get("connection"))) {
            close();
        }
        return new Reply(status, headers, body);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
