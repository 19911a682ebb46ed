package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;

/**
 * No request, and nothing that the clean-up does, reads a large table from one end to the other. It is not the text of queries
 * that is looked at: PostgreSQL counts how each table was read while the registry answered.
 */
@QuarkusTest
class IndexTest extends HttpSuite {

    private static final String LARGE = "('model', 'version', 'version_file', 'blob', 'model_file', 'model_search', 'alias', "
            + "'alias_move')";
    private static final int ROUNDS = 3;
    /** A process of the database keeps what it counted to itself for no longer, unless it has nothing to do. */
    private static final int FLUSH_MILLIS = 11_000;

    @Test
    void everyQueryUsesAnIndex() throws Throwable {
        try {
            seed();
            save(TinyModel.dense(1)).is(201);
            save(TinyModel.dense(2)).is(201);
            Thread.sleep(FLUSH_MILLIS);
            Set<String> scannedBefore = scanned();
            long indexedBefore = indexed();

            int requests = 0;
            for (int round = 0; round < ROUNDS; round++) {
                requests += readEverything() + changeEverything(round);
                VertxContextSupport.subscribeAndAwait(cleanUp::run);
            }

            Thread.sleep(FLUSH_MILLIS);
            assertThat(indexed() - indexedBefore).isGreaterThan(requests);
            assertThat(scanned()).isEqualTo(scannedBefore);
        } finally {
            clear();
        }
    }

    private int readEverything() {
        String seeded = "seed-7/m0000007";
        List<String> paths = List.of("/models/" + model + "/model.json", at("1/model.json"), at("@latest/model.json"),
                at("1/model.weights.bin"), "/models/" + seeded + "/@p/model.json", "/models/" + seeded + "/model.json",
                "/api/v1/models", "/api/v1/models?sort=name", "/api/v1/models?namespace=seed-7",
                "/api/v1/models?q=finds%20rare",
                "/api/v1/models?q=common", "/api/v1/models?layer=Conv2D", "/api/v1/models?label=team:t7",
                "/api/v1/models?format=layers-model", "/api/v1/models/" + seeded, "/api/v1/models/" + seeded + "/versions",
                "/api/v1/models/" + seeded + "/versions/3", "/api/v1/models/" + seeded + "/aliases",
                "/api/v1/models/" + seeded + "/aliases/p", "/api/v1/models/" + seeded + "/aliases/p/history",
                "/api/v1/models/" + model + "/versions/1/topology", "/api/v1/models/" + model + "/versions/1/diff/2",
                "/api/v1/namespaces", "/api/v1/namespaces/seed-7");
        paths.forEach(path -> assertThat(admin.get(path).status()).as(path).isEqualTo(200));
        List<String> open = List.of("/api/v1/models", "/api/v1/models?sort=name", "/api/v1/models?q=finds");
        open.forEach(path -> stranger.get(path).is(200));
        return paths.size() + open.size();
    }

    private int changeEverything(int round) {
        String api = "/api/v1/models/" + model;
        admin.with("X-Model-Alias", "p").with("Idempotency-Key", "k" + round)
                .save("/models/" + model, TinyModel.dense(round + 10)).is(201);
        patch(api, "{\"description\":\"round " + round + "\",\"keep\":30}");
        patch(api + "/versions/" + (2 * round + 3), "{\"labels\":{\"round\":\"" + round + "\"}}");
        admin.send("PUT", api + "/aliases/q", BodyPublishers.ofString("{\"version\":" + (2 * round + 3) + "}"), "Content-Type",
                "application/json", round == 0 ? "If-None-Match" : "If-Match", "*");
        save(TinyModel.dense(round + 20)).is(201);
        admin.send("DELETE", api + "/versions/" + (2 * round + 4), BodyPublishers.noBody()).is(200);
        return 6;
    }

    private void patch(String path, String body) {
        admin.send("PATCH", path, BodyPublishers.ofString(body), "Content-Type", "application/json", "If-Match", "*").is(200);
    }

    /** A thousand models of ten versions, each of them with a file and its blob, and an alias that moved. */
    private void seed() throws IOException, SQLException {
        String script = Files.readString(Path.of("src/test/bench/seed.sql")).replace(":models", "1000");
        update(script.substring(0, script.indexOf("vacuum analyze")));
        update("""
                insert into blob (namespace_id, digest, bytes, storage_key)
                select m.namespace_id, v.digest, 1, 'seed/' || v.id from version v join model m on m.id = v.model_id
                where v.created_by = 'seed';
                insert into version_file (version_id, position, path, role, blob_id)
                select v.id, 0, 'f.bin', 'SHARD', b.id from version v join blob b on b.storage_key = 'seed/' || v.id;
                insert into alias (model_id, name, version_id, moved_at, moved_by)
                select v.model_id, 'p', v.id, now(), 'seed' from version v where v.created_by = 'seed' and v.number = 5;
                insert into alias_move (model_id, alias, to_number, moved_at, moved_by)
                select v.model_id, 'p', v.number, now(), 'seed' from version v where v.created_by = 'seed'""");
        // PostgreSQL reads a small table from end to end though it has an index; so it does only where it has none.
        update("alter system set enable_seqscan = off");
        column("select pg_reload_conf()");
        update("analyze");
    }

    private void clear() throws SQLException {
        update("alter system reset enable_seqscan");
        column("select pg_reload_conf()");
        update("""
                delete from alias where moved_by = 'seed';
                delete from alias_move where moved_by = 'seed';
                delete from version_file f using blob b where f.blob_id = b.id and b.storage_key like 'seed/%';
                delete from blob where storage_key like 'seed/%';
                delete from version where created_by = 'seed';
                delete from model_search s using model m where m.id = s.model_id and m.full_name like 'seed-%';
                delete from model where full_name like 'seed-%';
                delete from model_file f using namespace n where n.id = f.namespace_id and n.name like 'seed-%';
                delete from namespace where name like 'seed-%'""");
        update("analyze");
    }

    private long indexed() throws SQLException {
        return count("select sum(idx_scan) from pg_stat_user_tables where relname in " + LARGE);
    }

    /** How often each large table was read from one end to the other. */
    private Set<String> scanned() throws SQLException {
        return column("select relname || ' ' || seq_scan from pg_stat_user_tables where relname in " + LARGE);
    }
}
