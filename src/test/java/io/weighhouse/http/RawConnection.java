package io.weighhouse.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A socket, for what no HTTP client would send. */
final class RawConnection implements AutoCloseable {

    private final Socket socket;

    RawConnection(URI base) throws IOException {
        socket = new Socket(base.getHost(), base.getPort());
        socket.setTcpNoDelay(true);
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends what the other side may refuse to take any more. */
    RawConnection sendIfTaken(byte[] bytes) {
        try {
            return send(bytes);
        } catch (IOException closed) {
            return this;
        }
    }

    /** All that comes until the other side closes, or the time is over. */
    String receiveAll(Duration patience) throws IOException {
        return receive(patience, Integer.MAX_VALUE);
    }

    /** The first line of the answer and what came with it. */
    String receiveSome(Duration patience) throws IOException {
        return receive(patience, 1);
    }

    private String receive(Duration patience, int least) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        var received = new StringBuilder();
        byte[] buffer = new byte[8192];
        InputStream input = socket.getInputStream();
        try {
            while (received.length() < least) {
                int count = input.read(buffer);
                if (count < 0) {
                    break;
                }
                received.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketTimeoutException | SocketException over) {
            // what came until then is what there is
        }
        return received.toString();
    }

    /** Whether the other side has closed; what it sent before is taken. */
    boolean isClosed() throws IOException {
        return isClosed(Duration.ofSeconds(1));
    }

    boolean isClosed(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Resets the connection instead of ending it in good order. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
