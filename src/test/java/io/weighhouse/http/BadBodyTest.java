package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.embedded.PostgresResource;
import io.weighhouse.http.TinyModel.Part;

/** Bodies that are no multipart, or not the parts of a model: each gets its refusal, and leaves nothing. */
@QuarkusTest
class BadBodyTest extends HttpSuite {

    @AfterEach
    void nothingBecameVisible() throws Exception {
        assertThat(versions()).isZero();
    }

    private Answer send(String contentType, byte[] body) {
        return admin.send("POST", "/models/" + model, BodyPublishers.ofByteArray(body), "Content-Type", contentType);
    }

    private Answer sendText(String body) {
        return send(TinyModel.CONTENT_TYPE, body.replace("<b>", "--" + TinyModel.BOUNDARY).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBoundaryIsNeeded() {
        for (String contentType : List.of("multipart/form-data", "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"", "multipart/form-data; boundary=" + "x".repeat(71))) {
            send(contentType, TinyModel.dense(1).body()).isProblem(400, "malformed-multipart");
        }
        assertThat(send("multipart/form-data", new byte[0]).json().getString("detail")).contains("do not set that header");
    }

    @ParameterizedTest
    @ValueSource(strings = { "multipart/mixed; boundary=x", "multipart/form-dataX; boundary=x", "application/json",
            "application/octet-stream", "text/plain; boundary=x" })
    void onlyFormDataIsTaken(String contentType) {
        send(contentType, TinyModel.dense(1).body()).isProblem(415, "unsupported-media-type");
    }

    @Test
    void compressedBodiesAreNotInflated() {
        admin.with("Content-Encoding", "gzip").save("/models/" + model, TinyModel.dense(1))
                .isProblem(415, "unsupported-media-type");
    }

    @Test
    void aBodyThatEndsTooEarlyIsRefusedWhereverItEnds() {
        byte[] whole = TinyModel.dense(1).body();
        String head = new String(whole, StandardCharsets.ISO_8859_1);
        List<Integer> ends = List.of(head.indexOf("Content-Disposition") + 10, head.indexOf("modelTopology"),
                head.lastIndexOf("model.weights.bin") + 60, whole.length - TinyModel.BOUNDARY.length() - 6, whole.length - 4);
        for (int end : ends) {
            send(TinyModel.CONTENT_TYPE, Arrays.copyOf(whole, end)).isProblem(400, "upload-truncated");
        }
    }

    @Test
    void bytesAroundThePartsAreBounded() {
        String delimiter = "--" + TinyModel.BOUNDARY;
        byte[] flood = TinyModel.bytes(70_000, 1);
        var before = new ByteArrayOutputStream();
        before.writeBytes(flood);
        before.writeBytes(("\r\n" + delimiter + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        send(TinyModel.CONTENT_TYPE, before.toByteArray()).isProblem(400, "malformed-multipart");
        var after = new ByteArrayOutputStream();
        after.writeBytes(TinyModel.dense(1).body());
        after.writeBytes(flood);
        send(TinyModel.CONTENT_TYPE, after.toByteArray()).isProblem(400, "malformed-multipart");
    }

    @Test
    void aPartMustSayWhatItIs() {
        sendText("<b>\r\nContent-Type: application/json\r\n\r\n{}\r\n<b>--\r\n").isProblem(400, "malformed-multipart");
        sendText("<b>\r\nContent-Disposition: form-data\r\n\r\n{}\r\n<b>--\r\n").isProblem(400, "malformed-multipart");
        sendText("<b>\r\n\r\n{}\r\n<b>--\r\n").isProblem(400, "malformed-multipart");
        sendText("<b>--\r\n").isProblem(400, "malformed-multipart");
        sendText("").isProblem(400, "upload-truncated");
    }

    @Test
    void noFileComesTwice() {
        TinyModel tiny = TinyModel.dense(1);

        save(tiny.with("model.weights.bin", new byte[40])).isProblem(422, "duplicate-part");
        save(tiny.with("./model.weights.bin", new byte[40])).isProblem(422, "duplicate-part");
        save(tiny.with("model.json", tiny.content(0))).isProblem(422, "duplicate-part");
    }

    @Test
    void aMillionPartsAreTooMany() {
        String part = "<b>\r\nContent-Disposition: form-data; name=\"f%d\"\r\n\r\n\r\n";
        var body = new StringBuilder();
        for (int index = 0; index < 10_001; index++) {
            body.append(part.formatted(index));
        }

        sendText(body + "<b>--\r\n").isProblem(413, "too-many-parts");
    }

    @Test
    void headersOfPartsAreBounded() {
        save(TinyModel.nothing().with(new Part("form-data; name=\"" + "x".repeat(1 << 20) + "\"", null, new byte[0])))
                .isProblem(413, "part-headers-too-large");
        sendText("<b>\r\nContent-Disposition: form-data; name=\"a\"\r\n" + "X: 1\r\n".repeat(10_000) + "\r\n\r\n<b>--\r\n")
                .isProblem(413, "part-headers-too-large");
        String lines = IntStream.range(0, 100).mapToObj(line -> "X" + line + ": 1\r\n")
                .collect(Collectors.joining());
        sendText("<b>\r\nContent-Disposition: form-data; name=\"a\"\r\n" + lines + "\r\n\r\n<b>--\r\n")
                .isProblem(413, "part-headers-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = { "../a.bin", "a/../b", "..", "/etc/passwd", "C:\\\\a.bin", "a\\\\b", "a%0D%0Ab", "a b", ".hidden",
            "a//b",
            "a/", "bundle.zip", "artifacts.json", "ä.bin" })
    void namesOfFilesFollowTheRule(String name) {
        save(TinyModel.dense(1).with(name, new byte[1])).isProblem(400, "invalid-name");
    }

    @Test
    void namesOfFilesAreBounded() {
        save(TinyModel.dense(1).with("x".repeat(10_240), new byte[1])).isProblem(400, "invalid-name");
        save(TinyModel.dense(1).with("a\0b", new byte[1])).isProblem(400, "invalid-name");
    }

    @Test
    void aModelFileIsNeeded() {
        assertThat(save(TinyModel.nothing().with("model.weights.bin", new byte[40])).isProblem(422, "model-json-missing")
                .json().getString("detail")).contains("it has model.weights.bin");
        save(TinyModel.nothing().with("a.json", new byte[] { '{', '}' }).with("b.json", new byte[] { '{', '}' }))
                .isProblem(422, "model-json-missing");
    }

    @Test
    void extraFilesAreBounded() {
        TinyModel many = TinyModel.dense(1);
        for (int index = 0; index < 65; index++) {
            many = many.with("extra-" + index + ".txt", new byte[] { 1 });
        }

        save(many).isProblem(413, "too-many-parts");
        save(many.reversed()).isProblem(413, "too-many-parts");
        byte[] large = new byte[65 << 20];
        assertThat(save(TinyModel.dense(1).with("large.txt", large)).isProblem(413, "too-large").json().getString("path"))
                .isEqualTo("large.txt");
        save(TinyModel.dense(1).with("large.txt", large).reversed()).isProblem(413, "too-large");
    }

    @Test
    void anInvalidModelFileAfterItsShardsLeavesNothing() {
        save(TinyModel.of("{\"modelTopology\":").with("a.bin", TinyModel.bytes(3_000_000, 1))
                .with("b.bin", TinyModel.bytes(20_000_000, 2)).reversed()).isProblem(422, "invalid-model");
    }

    @Test
    void aModelFileAboveItsLimitIsRefusedWithoutAStorageCall() {
        byte[] large = new byte[(32 << 20) + 1];
        Arrays.fill(large, (byte) ' ');

        assertThat(save(TinyModel.of(large)).isProblem(413, "too-large").json().getLong("limit")).isEqualTo(32 << 20);
        assertThat(save(TinyModel.nothing().with("my-model.json", large)).isProblem(413, "too-large").json().getString("path"))
                .isEqualTo("my-model.json");
    }

    @Test
    void anAnnouncedBodyAboveTheLimitIsRefusedAtOnce() throws Exception {
        try (var connection = new RawConnection(base)) {
            connection.send("POST /models/" + model + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                    + PostgresResource.ADMIN_KEY + "\r\nContent-Type: " + TinyModel.CONTENT_TYPE
                    + "\r\nContent-Length: 99999999999\r\n\r\n");

            String answer = connection.receiveSome(Duration.ofSeconds(5));

            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("/problems/too-large");
        }
    }
}
