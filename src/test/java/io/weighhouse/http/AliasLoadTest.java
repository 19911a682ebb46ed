package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Loads by an alias see one version, whole, however fast the alias moves. */
@QuarkusTest
class AliasLoadTest extends HttpSuite {

    private static final int READERS = 32;
    private static final int MOVES = 5_000;

    private final AtomicBoolean moving = new AtomicBoolean(true);

    @Test
    void aLoadIsWholeWhileItsAliasMovesAThousandTimesASecond() throws Exception {
        save(versionWith(1)).is(201);
        admin.save("/models/" + model + "?alias=p", versionWith(2)).is(201);
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        List<Future<Integer>> loads = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            loads.add(readers.submit(this::loadAgainAndAgain));
        }

        double rate = movesASecond();

        moving.set(false);
        int seen = 0;
        for (Future<Integer> load : loads) {
            seen |= load.get();
        }
        readers.shutdown();
        assertThat(seen).as("versions that the readers saw, as bits").isEqualTo(0b110);
        assertThat(count("select count(*) from alias_move h join model m on m.id = h.model_id where m.name = '"
                + model.substring(model.indexOf('/') + 1) + "'")).isEqualTo(MOVES + 1);
        assertThat(rate).as("moves a second").isGreaterThan(1_000);
    }

    /** Each load of a model file and its shard must be of one version, and each must succeed. */
    private int loadAgainAndAgain() {
        int seen = 0;
        do {
            Answer modelFile = admin.get(at("@p/model.json")).is(200);
            int version = modelFile.json().getInt("userDefinedMetadata.version");
            String path = modelFile.json().getString("weightsManifest[0].paths[0]");
            assertThat(path).isEqualTo("../" + version + "/model.weights.bin");
            assertThat(admin.get(base.resolve(at("@p/")).resolve(path).getPath()).is(200).bytes())
                    .isEqualTo(TinyModel.bytes(40, version));
            assertThat(admin.get(at("@p/labels.txt")).is(200).text()).isIn("1", "2");
            seen |= 1 << version;
        } while (moving.get());
        return seen;
    }

    /**
     * As fast as that only inside the database; by the function, under the lock and in a transaction of its own as every move.
     */
    private double movesASecond() throws SQLException {
        long begin = System.nanoTime();
        update("""
                do $$
                declare
                    moved model.id%%type := (select m.id from model m join namespace n on n.id = m.namespace_id
                                             where n.name || '/' || m.name = '%s');
                    targets bigint[] := array(select v.id from version v where v.model_id = moved order by v.number);
                begin
                    for turn in 1..%d loop
                        perform from model m where m.id = moved for update;
                        perform move_alias(moved, 'p', targets[2 - turn %% 2], 'test', '', clock_timestamp());
                        commit;
                    end loop;
                end $$""".formatted(model, MOVES));
        return MOVES * 1e9 / (System.nanoTime() - begin);
    }

    private static TinyModel versionWith(int version) {
        return TinyModel.of(TinyModel.modelFile("\"userDefinedMetadata\":{\"version\":" + version + "},\"weightsManifest\":"
                + TinyModel.manifest("model.weights.bin", 10)))
                .with("model.weights.bin", TinyModel.bytes(40, version))
                .with("labels.txt", Integer.toString(version).getBytes(StandardCharsets.US_ASCII));
    }
}
