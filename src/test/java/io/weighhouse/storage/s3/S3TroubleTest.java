package io.weighhouse.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.storage.BlobContent;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.StorageKey;
import io.weighhouse.storage.UploadArea;

/** S3 stores that fail, and what goes over the wire to those that work. */
@SuppressWarnings("try") // S3Proxy may throw anything when it stops
class S3TroubleTest {

    private static final int CHUNK = 64 << 10;
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void stopVertx() {
        VERTX.close();
    }

    private static Multi<Buffer> chunks(int count) {
        return Multi.createFrom().range(0, count).map(index -> Buffer.buffer(new byte[CHUNK]));
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(60));
    }

    private static S3BlobStore storeAt(int port, String... more) {
        Map<String, String> configuration = new HashMap<>(Map.of("weighhouse.s3.bucket", "models",
                "weighhouse.s3.endpoint", "http://localhost:" + port, "weighhouse.s3.access-key", "a",
                "weighhouse.s3.secret-key", "b"));
        return new S3BlobStore(VERTX, TestSettings.of(configuration, more));
    }

    /** Takes one connection, reads that many bytes of it, then cuts it. */
    private static CompletableFuture<Integer> cutAfter(ServerSocket server, int bytes) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket connection = server.accept()) {
                InputStream input = connection.getInputStream();
                input.readNBytes(200);
                if (bytes > 0) {
                    connection.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                connection.setSoLinger(true, 0);
                return input.readNBytes(bytes).length;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1_000_000 })
    void aStoreThatBreaksOffInMidStreamIsUnavailable(int after) throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var store = storeAt(server.getLocalPort(), "idle-timeout", "3s", "call-timeout", "3s")) {
            CompletableFuture<Integer> taken = cutAfter(server, after);

            RegistryException refusal = catchThrowableOfType(RegistryException.class,
                    () -> await(store.stage(new UploadArea(UUID.randomUUID()), OptionalLong.of(100L * CHUNK), chunks(100))));

            assertThat(taken).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(after);
            assertThat(refusal.type()).isEqualTo(ProblemType.STORAGE_UNAVAILABLE);
        }
    }

    @Test
    void aStoreThatIsNotThereIsUnavailableWithinSeconds() throws Exception {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (var store = storeAt(port, "call-timeout", "2s")) {
            RegistryException refusal = catchThrowableOfType(RegistryException.class, () -> store.probe().await()
                    .atMost(Duration.ofSeconds(10)));

            assertThat(refusal.type()).isEqualTo(ProblemType.STORAGE_UNAVAILABLE);
        }
    }

    /** The kernel takes its connections, and nobody ever reads them (row Q04). */
    @Test
    void aStoreThatIsFrozenIsUnavailableWithinSeconds() throws Exception {
        try (var frozen = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var store = storeAt(frozen.getLocalPort(), "idle-timeout", "2s", "call-timeout", "1s")) {
            Uni<?> save = store.stage(new UploadArea(UUID.randomUUID()), OptionalLong.of(100L * CHUNK), chunks(100));
            Uni<?> saveOfUnknownLength = store.stage(new UploadArea(UUID.randomUUID()), OptionalLong.empty(), chunks(200));
            Uni<?> load = store.read(new StorageKey("0".repeat(32) + "/1"), ByteRange.all(10))
                    .chain(content -> ((BlobContent.Streamed) content).bytes().collect().asList());
            for (Uni<?> work : List.of(save, saveOfUnknownLength, load)) {
                RegistryException refusal = catchThrowableOfType(RegistryException.class,
                        () -> work.await().atMost(Duration.ofSeconds(15)));

                assertThat(refusal.type()).isEqualTo(ProblemType.STORAGE_UNAVAILABLE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "XMinioStorageFull", "QuotaExceeded" })
    void aStoreThatIsFullIsToldFromOneThatFails(String code) throws Exception {
        String error = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>full</Message></Error>";
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var store = storeAt(server.getLocalPort(), "idle-timeout", "3s", "call-timeout", "3s")) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answerOnce(server, error));

            RegistryException refusal = catchThrowableOfType(RegistryException.class,
                    () -> await(store.stage(new UploadArea(UUID.randomUUID()), OptionalLong.of(CHUNK), chunks(1))));

            assertThat(answered).succeedsWithin(Duration.ofSeconds(5));
            assertThat(refusal.type()).isEqualTo(ProblemType.STORAGE_FULL);
        }
    }

    private static void answerOnce(ServerSocket server, String error) {
        try (Socket connection = server.accept()) {
            connection.getInputStream().readNBytes(200);
            connection.getOutputStream().write(("HTTP/1.1 507 Insufficient Storage\r\nContent-Type: application/xml\r\n"
                    + "Content-Length: " + error.length() + "\r\n\r\n" + error).getBytes(StandardCharsets.US_ASCII));
            connection.setSoTimeout(2000);
            connection.getInputStream().readAllBytes();
        } catch (SocketTimeoutException done) {
            // the client keeps its connection
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * A form part without bytes is read to its end before anybody knows that; thousands of them must cost the store nothing.
     */
    @Test
    void aContentWithoutBytesAsksNothingOfTheStoreUnlessItIsCommitted() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var store = storeAt(server.getLocalPort(), "call-timeout", "2s")) {
            server.setSoTimeout(200);
            var area = new UploadArea(UUID.randomUUID());

            var unknown = await(store.stage(area, OptionalLong.empty(), Multi.createFrom().items(Buffer.buffer())));
            await(store.discard(unknown));
            var known = await(store.stage(area, OptionalLong.of(0), Multi.createFrom().empty()));
            await(store.discard(known));

            assertThat(unknown.bytes()).isZero();
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({ "true, https://s3.example/models/", "false, https://models.s3.example/" })
    void theBucketIsNamedInThePathOrInTheHost(boolean pathStyle, String expected) {
        try (var clients = new S3Clients(TestSettings.of(Map.of("weighhouse.s3.bucket", "models", "weighhouse.s3.endpoint",
                "https://s3.example", "weighhouse.s3.path-style", String.valueOf(pathStyle))))) {

            URI address = clients.addressOf("models");

            assertThat(address).hasToString(expected);
        }
    }

    @Test
    void aContentOfUnknownLengthGoesInPartsAndIsNoObjectBeforeItsCommit() throws Exception {
        try (S3ProxyServer server = S3ProxyServer.started();
                var store = new S3BlobStore(VERTX, TestSettings.of(server.configuration(), "upload-part-size", "5M"))) {
            var area = new UploadArea(UUID.randomUUID());

            var staged = await(store.stage(area, OptionalLong.empty(), chunks(200)));

            assertThat(server.everything()).anyMatch(name -> name.endsWith("(upload)"))
                    .noneMatch(name -> name.startsWith(area.prefix()) && !name.endsWith("(upload)"));
            var key = await(store.commit(staged));
            assertThat(server.everything()).containsExactly(key.value());
            assertThat(server.sizeOf(key.value())).isEqualTo(200L * CHUNK);
            await(store.clear(area));
            assertThat(server.everything()).isEmpty();
        }
    }

    @Test
    void aContentOfUnknownLengthThatFailsLeavesNoUpload() throws Exception {
        try (S3ProxyServer server = S3ProxyServer.started();
                var store = new S3BlobStore(VERTX, TestSettings.of(server.configuration(), "upload-part-size", "5M"))) {
            Multi<Buffer> broken = Multi.createBy().concatenating().streams(chunks(200),
                    Multi.createFrom().failure(ProblemType.UPLOAD_TRUNCATED.because("gone")));

            RegistryException refusal = catchThrowableOfType(RegistryException.class,
                    () -> await(store.stage(new UploadArea(UUID.randomUUID()), OptionalLong.empty(), broken)));

            assertThat(refusal.type()).isEqualTo(ProblemType.UPLOAD_TRUNCATED);
            assertThat(server.everything()).isEmpty();
        }
    }
}
