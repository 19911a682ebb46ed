package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;

/** What was wrong with a save, for the client that was shown nothing but the number. */
@QuarkusTest
class RefusalsTest extends HttpSuite {

    private static final String REFUSALS = "/api/v1/refusals";

    @Test
    void aRefusedSaveIsToldInFull() throws Exception {
        RegistryClient publisher = publisher("suite");

        Answer refused = publisher.save("/models/" + model, TinyModel.dense(1).truncatedBy(4)).is(422);

        eventually(() -> items(publisher).size() == 1);
        Map<String, Object> told = new HashMap<>(items(publisher).get(0));
        assertThat(told.remove("at")).isNotNull();
        assertThat(told).isEqualTo(refused.json().getMap(""));
    }

    @Test
    void savesThatAreNotAllowedAreTooButOnlyOfKnownCallers() throws Exception {
        RegistryClient publisher = publisher("suite");

        publisher.save("/models/elsewhere/m", TinyModel.dense(1)).is(404);
        publisher.send("PUT", "/upload?model=elsewhere/m", BodyPublishers.ofByteArray(TinyModel.dense(1).body()),
                "Content-Type", TinyModel.CONTENT_TYPE).is(404);
        publisher.send("POST", "/models/" + model, BodyPublishers.ofString("{}"), "Content-Type", "application/json").is(415);
        stranger.save("/models/" + model, TinyModel.dense(1)).is(401);
        stranger.with("X-API-Key", "wh_wrong").save("/models/" + model, TinyModel.dense(1)).is(401);

        eventually(() -> items(publisher).size() == 3);
        assertThat(publisher.get(REFUSALS).json().getList("items.status")).containsExactly(415, 404, 404);
        assertThat(column("select caller from refused_save")).doesNotContain("anonymous").noneMatch(name -> name.isEmpty());
    }

    @Test
    void everybodySeesTheirOwnPageByPage() throws Exception {
        RegistryClient publisher = publisher("suite");
        RegistryClient other = publisher("suite");
        publisher.save("/models/" + model, TinyModel.nothing()).is(400);
        eventually(() -> items(publisher).size() == 1);
        publisher.save("/models/" + model, TinyModel.dense(1).truncatedBy(4)).is(422);
        eventually(() -> items(publisher).size() == 2);

        Answer first = publisher.get(REFUSALS + "?limit=1").is(200);
        Answer second = publisher.get(REFUSALS + "?limit=1&after=" + first.json().getString("next")).is(200);

        assertThat(first.json().getList("items.status")).containsExactly(422);
        assertThat(second.json().getList("items.status")).containsExactly(400);
        assertThat(second.json().getString("next")).isNull();
        assertThat(items(other)).isEmpty();
        stranger.get(REFUSALS).isProblem(401, "unauthenticated");
        publisher.get(REFUSALS + "?after=x").isProblem(400, "malformed-request");
    }

    @Test
    void aFloodIsNoFloodOfWrites() throws Exception {
        RegistryClient publisher = publisher("suite");
        long began = System.nanoTime();

        for (int turn = 0; turn < 300; turn++) {
            publisher.send("POST", "/models/" + model, BodyPublishers.ofString("{}"), "Content-Type", "application/json")
                    .is(415);
        }

        long pauses = (System.nanoTime() - began) / 200_000_000;
        assertThat(count("select count(*) from refused_save where problem like '%" + model + "\"%'"))
                .isBetween(1L, Math.min(100, 10 * (pauses + 2)));
    }

    @Test
    void theyAreForgottenAfterADay() throws Throwable {
        RegistryClient publisher = publisher("suite");
        publisher.save("/models/" + model, TinyModel.nothing()).is(400);
        eventually(() -> items(publisher).size() == 1);

        update("update refused_save set at = at - interval '25 hours' where problem like '%" + model + "%'");

        assertThat(items(publisher)).isEmpty();
        VertxContextSupport.subscribeAndAwait(cleanUp::run);
        assertThat(count("select count(*) from refused_save where problem like '%" + model + "%'")).isZero();
    }

    @Test
    void aRefusalIsToldAlsoWhereItCannotBeWrittenDown() throws Exception {
        update("alter table refused_save rename to refused_save_away");
        try {
            admin.save("/models/" + model, TinyModel.dense(1).truncatedBy(4)).isProblem(422, "weights-size-mismatch");
        } finally {
            update("alter table refused_save_away rename to refused_save");
        }
        RegistryClient publisher = publisher("suite");

        publisher.save("/models/" + model, TinyModel.dense(1).truncatedBy(4)).is(422);

        eventually(() -> items(publisher).size() == 1);
    }

    private static List<Map<String, Object>> items(RegistryClient client) {
        return client.get(REFUSALS).is(200).json().getList("items");
    }

    private RegistryClient publisher(String namespace) {
        String secret = admin
                .send("POST", "/api/v1/keys", BodyPublishers.ofString("{\"name\":\"p\",\"grants\":[{\"namespace\":\""
                        + namespace + "\",\"permissions\":[\"publish\"]}]}"), "Content-Type", "application/json")
                .is(201).json()
                .getString("secret");
        return stranger.with("Authorization", "Bearer " + secret);
    }
}
