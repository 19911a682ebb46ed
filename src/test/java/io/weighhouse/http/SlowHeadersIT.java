package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.PackagedRegistry;

/** Connections that never finish asking are closed in time, and others are served meanwhile (row Q01). */
class SlowHeadersIT {

    private static final int HEADERS_SECONDS = 3;
    private static final int KEEP_ALIVE_SECONDS = 4;
    private static final Duration LATEST = Duration.ofSeconds(12);
    private static final String ASK = "GET / HTTP/1.1\r\nHost: registry\r\n\r\n";

    @TempDir
    static Path folder;

    private static PackagedRegistry registry;

    @BeforeAll
    static void start() {
        registry = PackagedRegistry.start(folder, Map.of("WEIGHHOUSE_CONNECTIONS_HEADERS_TIMEOUT", HEADERS_SECONDS + "s",
                "WEIGHHOUSE_CONNECTIONS_KEEP_ALIVE", KEEP_ALIVE_SECONDS + "s"));
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void aHeaderThatTricklesIsCutOffAndOthersAreServedMeanwhile() throws Exception {
        List<RawConnection> trickling = new ArrayList<>();
        for (int connection = 0; connection < 200; connection++) {
            trickling.add(new RawConnection(registry.uri("/")).send("GET / HTTP/1.1\r\nX-Slow: "));
        }

        Duration lasted = trickle(trickling.get(0), "a");

        assertThat(lasted).isBetween(Duration.ofSeconds(HEADERS_SECONDS - 1), LATEST);
        RegistryClient.stranger(registry.uri("/")).get("/").is(200);
        for (RawConnection connection : trickling) {
            assertThat(connection.isClosed()).isTrue();
            connection.close();
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        for (URI door : List.of(registry.uri("/"), registry.managementUri("/"))) {
            try (var connection = new RawConnection(door)) {
                assertThat(connection.receiveAll(LATEST)).isEmpty();
                assertThat(connection.isClosed()).isTrue();
            }
        }
    }

    @Test
    void theNextHeaderOfAConnectionMayNotTrickleEither() throws Exception {
        try (var connection = new RawConnection(registry.uri("/"))) {
            assertThat(connection.send(ASK).receiveSome(LATEST)).startsWith("HTTP/1.1 200");

            assertThat(trickle(connection, "G")).isBetween(Duration.ofSeconds(KEEP_ALIVE_SECONDS - 1), LATEST);
        }
    }

    @Test
    void anHttp2ConnectionThatNeverFinishesItsHeadersIsClosedThoughItPings() throws Exception {
        try (var connection = new RawConnection(registry.uri("/"))) {
            connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(frame(4, 0, 0, new byte[0]))
                    .send(frame(1, 0, 1, new byte[] { (byte) 0x82 }));

            assertThat(trickle(connection, new String(frame(9, 0, 1, new byte[0]), StandardCharsets.ISO_8859_1)))
                    .isLessThan(LATEST);
        }
        try (var connection = new RawConnection(registry.uri("/"))) {
            connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(frame(4, 0, 0, new byte[0]));

            assertThat(trickle(connection, new String(frame(6, 0, 0, new byte[8]), StandardCharsets.ISO_8859_1)))
                    .isBetween(Duration.ofSeconds(HEADERS_SECONDS - 1), LATEST);
        }
    }

    @Test
    void aConnectionThatGoesOnAskingIsKept() throws Exception {
        try (var connection = new RawConnection(registry.uri("/"));
                var operators = new RawConnection(registry.managementUri("/"))) {
            for (int time = 0; time < 4; time++) {
                assertThat(connection.send(ASK).receiveSome(LATEST)).startsWith("HTTP/1.1 200");
                assertThat(operators.send("GET /q/health HTTP/1.1\r\nHost: registry\r\n\r\n").receiveSome(LATEST))
                        .startsWith("HTTP/1.1 200");
                Thread.sleep(2000);
            }
        }
    }

    @Test
    void aBodyMayTakeLongerThanItsHeader() throws Exception {
        byte[] body = TinyModel.dense(1).body();
        try (var connection = new RawConnection(registry.uri("/"))) {
            connection.send("POST /models/slow/headers HTTP/1.1\r\nHost: registry\r\nAuthorization: Bearer "
                    + registry.adminKey() + "\r\nContent-Type: " + TinyModel.CONTENT_TYPE + "\r\nContent-Length: "
                    + body.length + "\r\n\r\n");
            for (int tenth = 0; tenth < 10; tenth++) {
                connection.send(Arrays.copyOfRange(body, tenth * body.length / 10, (tenth + 1) * body.length / 10));
                Thread.sleep(600);
            }

            assertThat(connection.receiveSome(LATEST)).startsWith("HTTP/1.1 201");
        }
    }

    /** Sends it again and again until the other side has closed; the answer is how long that took. */
    private static Duration trickle(RawConnection connection, String text) throws IOException {
        long start = System.nanoTime();
        while (Duration.ofNanos(System.nanoTime() - start).compareTo(LATEST) < 0) {
            connection.sendIfTaken(text.getBytes(StandardCharsets.ISO_8859_1));
            connection.receiveAll(Duration.ofMillis(300));
            if (connection.isClosed(Duration.ofMillis(200))) {
                break;
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[8] = (byte) stream;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        return frame;
    }
}
