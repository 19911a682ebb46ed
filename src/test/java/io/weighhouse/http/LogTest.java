package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.weighhouse.logs.TestLogs;

/** The log that the last check of the build reads: it is written, and requests with secrets of every kind are in it. */
@QuarkusTest
class LogTest extends HttpSuite {

    private static final Logger LOG = Logger.getLogger(LogTest.class);
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl";
    private static final String LINK = "whl_AAECAwQFBgcICQoLAAABmAAAAABtb2RlbA";

    @Test
    void requestsAreLoggedWithoutTheSecretsThatTheyCarry() throws Exception {
        LOG.info(TestLogs.MARKER + System.getProperty("store", "folder"));
        long before = requestsLogged();

        save(TinyModel.dense(1)).is(201);

        admin.get("/api/v1/whoami").is(200);
        stranger.with("X-API-Key", "wh_" + "A".repeat(48)).get(at("model.json")).is(401);
        stranger.with("Authorization", "Bearer " + TOKEN).get(at("1/model.json")).is(401);
        stranger.get(at("1/model.json?t=" + LINK)).is(401);
        stranger.save("/models/" + model + "?t=" + LINK, TinyModel.dense(1)).is(401);

        if (System.getProperty("test.logs") != null) {
            assertThat(text("registry")).contains(TestLogs.MARKER);
            eventually(() -> requestsLogged() == before + 5);
            assertThat(text("access")).contains("POST /models/" + model + " ", "GET " + at("1/model.json") + " ")
                    .doesNotContain(LINK);
        }
    }

    /** Each line for itself: the log is written a moment after the answer. */
    private long requestsLogged() throws IOException {
        return text("access").lines().filter(line -> line.contains("/models/" + model)).count();
    }

    private static String text(String kind) throws IOException {
        StringBuilder all = new StringBuilder();
        if (Files.notExists(TestLogs.folder())) {
            return "";
        }
        try (Stream<Path> files = Files.list(TestLogs.folder())) {
            for (Path log : files.filter(file -> file.getFileName().toString().startsWith(kind)).toList()) {
                all.append(Files.readString(log, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
