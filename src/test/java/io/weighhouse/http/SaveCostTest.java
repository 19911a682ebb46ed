package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/**
 * What a save per epoch costs the database: new weights under a topology that it has already. 16 bytes of it are a tensor's.
 */
@QuarkusTest
class SaveCostTest extends HttpSuite {

    private static final int SAVES = 700;
    private static final int MOST_BYTES = 2_048;

    @ParameterizedTest
    @ValueSource(ints = { 2, 40 })
    void aSaveWithAnUnchangedTopologyIsCheap(int tensors) throws SQLException {
        save(model(tensors, 0)).is(201);
        long before = bytes();

        for (int epoch = 1; epoch <= SAVES; epoch++) {
            save(model(tensors, epoch)).is(201);
        }

        long each = (bytes() - before) / SAVES;
        assertThat(each).isBetween(200L, (long) MOST_BYTES);
    }

    private static TinyModel model(int tensors, int epoch) {
        String specs = IntStream.range(0, tensors)
                .mapToObj(tensor -> "{\"name\":\"dense_" + tensor + "/kernel\",\"shape\":[2],\"dtype\":\"float32\"}")
                .collect(Collectors.joining(","));
        return TinyModel.of(TinyModel.modelFile("\"weightsManifest\":[{\"paths\":[\"./model.weights.bin\"],\"weights\":["
                + specs + "]}]")).with("model.weights.bin", TinyModel.bytes(8 * tensors, epoch + 1000L * tensors));
    }

    /** Rows, what is kept beside them, and all indexes, without the room that earlier rows left. */
    private long bytes() throws SQLException {
        for (String table : column(
                "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")) {
            update("vacuum full " + table);
        }
        return count("select sum(pg_total_relation_size(oid)) from pg_class "
                + "where relkind = 'r' and relnamespace = 'public'::regnamespace");
    }
}
