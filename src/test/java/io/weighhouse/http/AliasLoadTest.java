package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;

/** Loads by an alias see one version, whole, however fast the alias moves. */
@QuarkusTest
class AliasLoadTest extends HttpSuite {

    private static final int READERS = 32;
    private static final int MOVES = 3_000;
    private static final long PAUSE = Duration.ofMillis(1).toNanos();

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

        long moved = moveAliasAThousandTimesASecond();

        moving.set(false);
        int seen = 0;
        for (Future<Integer> load : loads) {
            seen |= load.get();
        }
        readers.shutdown();
        assertThat(seen).as("versions that the readers saw, as bits").isEqualTo(0b110);
        assertThat(count("select count(*) from alias_move h join model m on m.id = h.model_id where m.name = '"
                + model.substring(model.indexOf('/') + 1) + "'")).isEqualTo(moved + 1);
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

    /** As fast as that only past HTTP; by the function and under the lock that every move has. */
    private long moveAliasAThousandTimesASecond() throws SQLException {
        long due = System.nanoTime();
        try (Connection connection = database.getConnection();
                PreparedStatement move = connection.prepareStatement("""
                        with locked as (select m.id from model m join namespace n on n.id = m.namespace_id
                                        where n.name || '/' || m.name = ? for update of m)
                        select move_alias(l.id, 'p', v.id, 'test', '', now())
                        from locked l join version v on v.model_id = l.id and v.number = ?""")) {
            for (int count = 0; count < MOVES; count++) {
                move.setString(1, model);
                move.setInt(2, 1 + count % 2);
                move.execute();
                due += PAUSE;
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
        return MOVES;
    }

    private static TinyModel versionWith(int version) {
        return TinyModel.of(TinyModel.modelFile("\"userDefinedMetadata\":{\"version\":" + version + "},\"weightsManifest\":"
                + TinyModel.manifest("model.weights.bin", 10)))
                .with("model.weights.bin", TinyModel.bytes(40, version))
                .with("labels.txt", Integer.toString(version).getBytes(StandardCharsets.US_ASCII));
    }
}
