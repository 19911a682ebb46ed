package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.weighhouse.embedded.PostgresResource;

/** Saves under an Idempotency-Key may be repeated: what succeeded once is answered again, and happens once. */
@QuarkusTest
class IdempotencyTest extends HttpSuite {

    private String key;

    @BeforeEach
    void freshKey() {
        key = "key-of-" + model;
    }

    @Test
    void theSameBytesGetTheFirstAnswerAgain() throws Throwable {
        Answer first = saveUnder(key, TinyModel.dense(1)).is(201);
        save(TinyModel.dense(2)).is(201);

        Answer again = saveUnder(key, TinyModel.dense(1)).is(201);
        Answer reversed = saveUnder(key, TinyModel.dense(1).reversed()).is(201);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(reversed.text()).isEqualTo(first.text());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(versions()).isEqualTo(2);
    }

    @Test
    void anAnswerThatMadeNothingIsAnsweredAgainToo() throws Throwable {
        save(TinyModel.dense(1)).is(201);
        Answer first = saveUnder(key, TinyModel.dense(1)).is(200);
        save(TinyModel.dense(2)).is(201);

        assertThat(saveUnder(key, TinyModel.dense(1)).is(200).text()).isEqualTo(first.text());
        assertThat(versions()).isEqualTo(2);
    }

    @Test
    void otherBytesAreRefused() throws Throwable {
        saveUnder(key, TinyModel.dense(1)).is(201);

        saveUnder(key, TinyModel.dense(2)).isProblem(422, "idempotency-key-reused");
        saveUnder(key, TinyModel.dense(1).with("labels.txt", new byte[1])).isProblem(422, "idempotency-key-reused");

        assertThat(versions()).isEqualTo(1);
        assertThat(saveUnder(key, TinyModel.dense(1)).is(201).json().getInt("version")).isEqualTo(1);
    }

    @Test
    void whileTheFirstRunsTheSecondIsRefused() throws Throwable {
        byte[] body = TinyModel.dense(1).body();
        try (RawConnection first = new RawConnection(base)) {
            first.send(head(body.length)).send(Arrays.copyOf(body, body.length - 20));
            eventually(() -> count("select count(*) from idempotency_key where key = '" + key + "'") == 1);

            Answer second = saveUnder(key, TinyModel.dense(1)).isProblem(409, "request-in-progress");
            first.send(Arrays.copyOfRange(body, body.length - 20, body.length));

            assertThat(second.header("Retry-After")).isPresent();
            assertThat(first.receiveSome(Duration.ofSeconds(20))).startsWith("HTTP/1.1 201 ");
        }
        assertThat(saveUnder(key, TinyModel.dense(1)).is(201).json().getInt("version")).isEqualTo(1);
        assertThat(versions()).isEqualTo(1);
    }

    @Test
    void aLostClientFreesItsKey() throws Throwable {
        byte[] body = TinyModel.dense(1).body();
        try (RawConnection first = new RawConnection(base)) {
            first.send(head(body.length)).send(Arrays.copyOf(body, body.length - 20));
            eventually(() -> count("select count(*) from idempotency_key where key = '" + key + "'") == 1);
            first.reset();
        }

        eventually(() -> saveUnder(key, TinyModel.dense(1)).status() == 201);

        assertThat(versions()).isEqualTo(1);
    }

    @Test
    void aReplayAfterALostAnswerConverges() throws Throwable {
        byte[] body = TinyModel.dense(1).body();
        try (RawConnection first = new RawConnection(base)) {
            first.send(head(body.length)).send(body);
            eventually(() -> versions() == 1);
            first.reset();
        }
        save(TinyModel.dense(2)).is(201);

        Answer replay = saveUnder(key, TinyModel.dense(1)).is(201);

        assertThat(replay.json().getInt("version")).isEqualTo(1);
        assertThat(replay.json().getBoolean("created")).isTrue();
        assertThat(versions()).isEqualTo(2);
    }

    @Test
    void concurrentRepetitionsMakeOneVersion() throws Throwable {
        List<Integer> answers = IntStream.range(0, 12).parallel()
                .mapToObj(index -> saveUnder(key, TinyModel.dense(1)).status()).toList();

        assertThat(answers).contains(201).allMatch(status -> status == 201 || status == 409);
        assertThat(versions()).isEqualTo(1);
    }

    @Test
    void onlySuccessesAreRemembered() throws Throwable {
        saveUnder(key, TinyModel.dense(1).truncatedBy(4)).isProblem(422, "weights-size-mismatch");
        admin.with("Idempotency-Key", key).save("/models/" + model + "?alias=p&alias-if=7", TinyModel.dense(1))
                .isProblem(412, "precondition-failed");

        saveUnder(key, TinyModel.dense(2)).is(201);

        assertThat(versions()).isEqualTo(1);
    }

    @Test
    void aRepetitionMovesNoAliasAgain() {
        String options = "/models/" + model + "?alias=p&alias-if=none";
        Answer first = admin.with("Idempotency-Key", key).save(options, TinyModel.dense(1)).is(201);
        admin.save("/models/" + model + "?alias=p", TinyModel.dense(2)).is(201);

        Answer again = admin.with("Idempotency-Key", key).save(options, TinyModel.dense(1)).is(201);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(admin.get("/api/v1/models/" + model + "/aliases/p").json().getInt("version")).isEqualTo(2);
    }

    @Test
    void keysAreThoseOfOneModel() {
        saveUnder(key, TinyModel.dense(1)).is(201);

        admin.with("Idempotency-Key", key).save("/models/" + model + "-other", TinyModel.dense(2)).is(201);
        admin.save("/models/" + model + "?idempotency-key=" + key.replace("/", "%2F"), TinyModel.dense(2))
                .isProblem(422, "idempotency-key-reused");
    }

    @Test
    void aSaveWhoseProcessDiedFreesItsKey() throws Throwable {
        String session = "00000000-0000-4000-8000-" + String.format("%012d", model.hashCode() & 0xffff);
        update("insert into upload_session (id, model, opened_by, lease_until) values ('" + session + "', '" + model
                + "', 'admin', now() - interval '1 second')");
        update("insert into idempotency_key (caller, model, key, session_id) values ('admin', '" + model + "', '" + key + "', '"
                + session + "')");

        saveUnder(key, TinyModel.dense(1)).is(201);

        VertxContextSupport.subscribeAndAwait(cleanUp::run);
        assertThat(saveUnder(key, TinyModel.dense(1)).is(201).json().getInt("version")).isEqualTo(1);
    }

    @Test
    void theCleanUpFreesTheKeyOfADeadSave() throws Throwable {
        String session = "00000000-0000-4000-9000-" + String.format("%012d", model.hashCode() & 0xffff);
        update("insert into upload_session (id, model, opened_by, lease_until) values ('" + session + "', '" + model
                + "', 'admin', now() - interval '1 second')");
        update("insert into idempotency_key (caller, model, key, session_id) values ('admin', '" + model + "', '" + key + "', '"
                + session + "')");

        VertxContextSupport.subscribeAndAwait(cleanUp::run);

        assertThat(count("select count(*) from idempotency_key where key = '" + key + "'")).isZero();
    }

    @Test
    void afterADayTheKeyIsForgotten() throws Throwable {
        saveUnder(key, TinyModel.dense(1)).is(201);
        update("update idempotency_key set created_at = now() - interval '23 hours' where key = '" + key + "'");
        VertxContextSupport.subscribeAndAwait(cleanUp::run);
        saveUnder(key, TinyModel.dense(2)).isProblem(422, "idempotency-key-reused");

        update("update idempotency_key set created_at = now() - interval '25 hours' where key = '" + key + "'");
        assertThat(saveUnder(key, TinyModel.dense(2)).is(201).json().getInt("version")).isEqualTo(2);
        update("update idempotency_key set created_at = now() - interval '25 hours' where key = '" + key + "'");
        VertxContextSupport.subscribeAndAwait(cleanUp::run);

        assertThat(count("select count(*) from idempotency_key where key = '" + key + "'")).isZero();
    }

    @Test
    void theAnswerOutlivesTheModel() throws Throwable {
        Answer first = saveUnder(key, TinyModel.dense(1)).is(201);
        admin.send("DELETE", "/api/v1/models/" + model, BodyPublishers.noBody()).is(200);

        assertThat(saveUnder(key, TinyModel.dense(1)).is(201).text()).isEqualTo(first.text());

        admin.get(at("model.json")).isProblem(404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a b", "", "\u00fc" })
    void keysAreVisibleAscii(String other) throws Throwable {
        admin.save("/models/" + model + "?idempotency-key="
                + URLEncoder.encode(other, StandardCharsets.UTF_8), TinyModel.dense(1)).isProblem(400, "malformed-request");

        assertThat(versions()).isZero();
    }

    @Test
    void keysHaveTheirLength() {
        saveUnder("k".repeat(256), TinyModel.dense(1)).isProblem(400, "malformed-request");
        saveUnder("!~" + "k".repeat(253), TinyModel.dense(1)).is(201);
    }

    private Answer saveUnder(String under, TinyModel tiny) {
        return admin.with("Idempotency-Key", under).save("/models/" + model, tiny);
    }

    private String head(int length) {
        return "POST /models/" + model + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\nAuthorization: Bearer "
                + PostgresResource.ADMIN_KEY + "\r\nIdempotency-Key: " + key + "\r\nContent-Type: " + TinyModel.CONTENT_TYPE
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }
}
