package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.weighhouse.embedded.PostgresResource;

/** What happens on the connection itself: who is asked for a body, who waits how long, who leaves in the middle. */
@QuarkusTest
@TestProfile(ShortPatience.class)
class ConnectionTest extends HttpSuite {

    private final byte[] body = TinyModel.dense(1).body();

    private String head(String length) {
        return "POST /models/" + model + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + TinyModel.CONTENT_TYPE + "\r\n"
                + length;
    }

    private String authorized(String length) {
        return head(length) + "Authorization: Bearer " + PostgresResource.ADMIN_KEY + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = { "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: +5\r\n", "Content-Length: 0x5\r\n",
            "Content-Length: -1\r\n", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" })
    void framingThatCanBeReadInTwoWaysSmugglesNothing(String framing) throws Exception {
        try (var connection = new RawConnection(base)) {
            String smuggled = "GET /models/smuggled/smuggled/model.json HTTP/1.1\r\nHost: localhost\r\n\r\n";

            String answers = connection.send(authorized(framing) + "\r\n0\r\n\r\n" + smuggled)
                    .receiveAll(Duration.ofSeconds(8));

            assertThat(answers).startsWith("HTTP/1.1 400");
            assertThat(answers).doesNotContain("smuggled/model.json");
        }
        assertThat(versions()).isZero();
    }

    @Test
    void silenceBeforeTheAnnouncedEndIsATimeout() throws Exception {
        try (var connection = new RawConnection(base)) {
            String answer = connection.send(authorized("Content-Length: " + (body.length + 100) + "\r\n") + "\r\n")
                    .send(Arrays.copyOf(body, body.length - 10)).receiveSome(Duration.ofSeconds(10));

            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("/problems/upload-too-slow");
        }
        assertThat(versions()).isZero();
    }

    @Test
    void aTrickleIsCutOffThoughItIsNeverSilentAndLeavesNothing() throws Exception {
        try (var connection = new RawConnection(base)) {
            connection.send(authorized("Content-Length: " + body.length + "\r\n") + "\r\n");
            for (int sent = 0; sent < 20; sent++) {
                connection.sendIfTaken(Arrays.copyOfRange(body, sent, sent + 1));
                Thread.sleep(200);
            }

            String answer = connection.receiveSome(Duration.ofSeconds(5));

            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("/problems/upload-too-slow", "\"leastBytes\":1024");
        }
        eventually(() -> count("select count(*) from upload_session") == 0);
        assertThat(versions()).isZero();
    }

    @Test
    void aBodyIsAskedForOnlyOfThoseWhoMaySaveIt() throws Exception {
        String announced = "Content-Length: " + body.length + "\r\nExpect: 100-continue\r\n";
        try (var connection = new RawConnection(base)) {
            String answer = connection.send(head(announced) + "\r\n").receiveSome(Duration.ofSeconds(5));

            assertThat(answer).startsWith("HTTP/1.1 401 ");
        }
        try (var connection = new RawConnection(base)) {
            String asked = connection.send(authorized(announced) + "\r\n").receiveSome(Duration.ofSeconds(5));
            String answer = connection.send(body).receiveSome(Duration.ofSeconds(5));

            assertThat(asked).startsWith("HTTP/1.1 100 ");
            assertThat(answer).startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void aStrangerWithTenGigabytesIsRefusedWithinASecond() throws Exception {
        try (var connection = new RawConnection(base)) {
            long before = System.nanoTime();

            String answer = connection.send(head("Content-Length: 10737418240\r\n") + "\r\n")
                    .sendIfTaken(TinyModel.bytes(100_000, 1)).receiveSome(Duration.ofSeconds(5));

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            assertThat(answer).startsWith("HTTP/1.1 401 ").contains("requestInit").containsIgnoringCase("connection: close");
            byte[] flood = new byte[1 << 20];
            for (int megabyte = 0; megabyte < 40; megabyte++) {
                connection.sendIfTaken(flood);
            }
            assertThat(isClosed(connection, flood)).isTrue();
        }
    }

    @Test
    void theAnswerIsThereForWhoReadsItOnlyAfterManyMegabytes() throws Exception {
        try (var connection = new RawConnection(base)) {
            connection.send(head("Content-Length: 10737418240\r\n") + "\r\n");
            var sender = new Thread(() -> connection.sendIfTaken(new byte[64 << 20]));

            sender.start();
            sender.join(Duration.ofSeconds(2).toMillis());

            assertThat(sender.isAlive()).as("held back, not reset").isTrue();
            assertThat(connection.receiveSome(Duration.ofSeconds(1))).startsWith("HTTP/1.1 401 ");
            sender.join(Duration.ofSeconds(8).toMillis());
            assertThat(sender.isAlive()).as("held back for ever").isFalse();
        }
    }

    private static boolean isClosed(RawConnection connection, byte[] more) {
        try {
            connection.send(more).send(more);
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    @Test
    void chunkedBodiesNeedNoLength() {
        Answer answer = admin.send("POST", "/models/" + model,
                BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)), "Content-Type", TinyModel.CONTENT_TYPE);

        answer.is(201);
    }

    @Test
    void chunkedBodiesAreCountedToo() throws Exception {
        var large = new ByteArrayOutputStream();
        large.writeBytes(Arrays.copyOf(body, body.length - TinyModel.BOUNDARY.length() - 8));
        large.writeBytes(new byte[ShortPatience.MAX_BODY]);

        admin.send("POST", "/models/" + model, BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(large.toByteArray())),
                "Content-Type", TinyModel.CONTENT_TYPE).is(422);
        admin.send("POST", "/models/" + model,
                BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(TinyModel.nothing()
                        .with("a.bin", new byte[ShortPatience.MAX_BODY]).body())),
                "Content-Type", TinyModel.CONTENT_TYPE).isProblem(413, "too-large");
    }

    @Test
    void http2BodiesNeedNoLengthAndAreCountedToo() throws Exception {
        HttpClient http2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        http2.send(HttpRequest.newBuilder(base).build(), BodyHandlers.discarding());

        HttpResponse<String> saved = http2.send(http2Save(body), BodyHandlers.ofString());
        HttpResponse<String> refused = http2.send(
                http2Save(TinyModel.nothing().with("a.bin", new byte[ShortPatience.MAX_BODY]).body()), BodyHandlers.ofString());

        assertThat(saved.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(saved.statusCode()).isEqualTo(201);
        assertThat(refused.statusCode()).isEqualTo(413);
    }

    private HttpRequest http2Save(byte[] bytes) {
        return HttpRequest.newBuilder(base.resolve("/models/" + model)).header("Content-Type", TinyModel.CONTENT_TYPE)
                .header("Authorization", "Bearer " + PostgresResource.ADMIN_KEY)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes))).build();
    }

    @Test
    void aClientThatLeavesInMidStreamLeavesNothing() throws Exception {
        for (int bytes : new int[] { 0, 100, 400, body.length - 30 }) {
            var connection = new RawConnection(base);
            connection.send(authorized("Content-Length: " + body.length + "\r\n") + "\r\n").send(Arrays.copyOf(body, bytes));
            Thread.sleep(100);
            connection.reset();
        }

        eventually(() -> count("select count(*) from upload_session") == 0);
        assertThat(versions()).isZero();
    }

    @Test
    void aClientThatLeavesAfterTheLastByteHasSavedAllOrNothingAndARetryConverges() throws Exception {
        for (int round = 0; round < 20; round++) {
            byte[] whole = TinyModel.dense(round).body();
            var connection = new RawConnection(base);
            connection.send(authorized("Content-Length: " + whole.length + "\r\n") + "\r\n").send(whole);
            Thread.sleep(round);
            connection.reset();

            int version = save(TinyModel.dense(round)).json().getInt("version");

            assertThat(admin.get(at(version + "/model.weights.bin")).is(200).bytes())
                    .isEqualTo(TinyModel.dense(round).content(1));
        }
    }

    @Test
    void aReaderThatGoesAwayReleasesEverything() throws Exception {
        byte[] weights = TinyModel.bytes(8 << 20, 1);
        save(TinyModel.of(TinyModel.modelFile("\"weightsManifest\":" + TinyModel.manifest("w.bin", weights.length / 4)))
                .with("w.bin", weights)).is(201);
        for (int round = 0; round < 300; round++) {
            var connection = new RawConnection(base);
            connection.send("GET /models/" + model + "/1/w.bin HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + PostgresResource.ADMIN_KEY + "\r\n\r\n").receiveSome(Duration.ofSeconds(5));
            connection.reset();
        }

        assertThat(admin.get(at("1/w.bin")).is(200).bytes()).isEqualTo(weights);
    }

    @Test
    void severalRequestsOnOneConnectionAreAnsweredInOrder() throws Exception {
        save(TinyModel.dense(1)).is(201);
        String get = "GET /models/" + model + "/1/model.weights.bin HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + PostgresResource.ADMIN_KEY + "\r\n";
        try (var connection = new RawConnection(base)) {
            String answers = connection.send(get + "\r\n" + get + "\r\n" + get + "Connection: close\r\n\r\n")
                    .receiveAll(Duration.ofSeconds(10));

            String weights = new String(TinyModel.dense(1).content(1), StandardCharsets.ISO_8859_1);
            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
            assertThat(answers).endsWith(weights);
        }
    }
}
