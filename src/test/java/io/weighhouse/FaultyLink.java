package io.weighhouse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a neighbour that can be disturbed: it passes bytes on in both directions, or does not. */
final class FaultyLink implements AutoCloseable {

    /** What happens to the bytes. */
    enum Fault {
        NONE,
        /** Each piece comes a little late. */
        SLOW,
        /** Nothing passes; what was sent meanwhile passes afterwards. */
        FROZEN,
        /** Connections are reset, new ones too. */
        RESET,
        /** Connections that are there never pass anything again, as after a change of route; new ones work. */
        FORGOTTEN
    }

    private static final int SLOWNESS_MILLIS = 100;

    private final ServerSocket door;
    private final Set<Pipe> open = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;
    private volatile int neighbour;

    /** To a port of this machine. */
    FaultyLink(int neighbour) throws IOException {
        this.neighbour = neighbour;
        this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        daemon("accept", this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** New connections go there from now on. */
    void leadTo(int port) {
        neighbour = port;
    }

    void become(Fault next) {
        fault = next;
        if (next == Fault.FORGOTTEN) {
            open.forEach(pipe -> pipe.forgotten = true);
        }
        if (next == Fault.RESET) {
            open.forEach(Pipe::reset);
        }
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket client = door.accept();
                var pipe = new Pipe(client);
                if (fault == Fault.RESET || !pipe.open()) {
                    pipe.reset();
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void daemon(String name, Runnable work) {
        var thread = new Thread(work, "faulty link: " + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection. */
    private final class Pipe {

        private final Socket client;
        private volatile Socket server;
        private volatile boolean forgotten;

        private Pipe(Socket client) {
            this.client = client;
        }

        /** Whether the neighbour is there. */
        private boolean open() {
            try {
                client.setTcpNoDelay(true);
                server = new Socket(InetAddress.getLoopbackAddress(), neighbour);
                server.setTcpNoDelay(true);
            } catch (IOException away) {
                return false;
            }
            open.add(this);
            daemon("there", () -> pass(client, server));
            daemon("back", () -> pass(server, client));
            return true;
        }

        private void pass(Socket from, Socket to) {
            byte[] buffer = new byte[64 << 10];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    awaitPassage();
                    if (!forgotten) {
                        out.write(buffer, 0, read);
                    }
                }
                awaitPassage();
            } catch (IOException broken) {
                // so is the other direction, in a moment
            }
            if (!forgotten) {
                close();
            }
        }

        private void awaitPassage() {
            try {
                if (fault == Fault.SLOW) {
                    Thread.sleep(SLOWNESS_MILLIS);
                }
                while (fault == Fault.FROZEN) {
                    Thread.sleep(20);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private void reset() {
            try {
                client.setSoLinger(true, 0);
                if (server != null) {
                    server.setSoLinger(true, 0);
                }
            } catch (IOException gone) {
                // closed already
            }
            close();
        }

        private void close() {
            open.remove(this);
            try {
                client.close();
                if (server != null) {
                    server.close();
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        open.forEach(Pipe::close);
    }
}
