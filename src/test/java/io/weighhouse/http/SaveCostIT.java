package io.weighhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.test.junit.QuarkusTest;

/**
 * A save of new weights under an unchanged topology, one file of weights, costs the database 2 kB at most, however many tensors
 * there are: what all tables, their indexes and their TOAST grow by, after a vacuum. Rows that a save makes and drops are
 * counted too; the saves before the first measurement have made the room that they use again.
 */
@QuarkusTest
class SaveCostIT extends HttpSuite {

    private static final int BEFORE = 300;
    private static final int SAVES = Integer.getInteger("cost.saves", 600);
    private static final int VACUUMED_EVERY = 100;
    private static final long MOST_BYTES = 2_000;

    @ParameterizedTest
    @ValueSource(ints = { 1, 16, 400 })
    void aSaveOfNewWeightsCostsTheDatabaseLittle(int tensors) throws SQLException {
        String modelFile = modelFile(tensors);
        save(modelFile, tensors, 0, BEFORE);
        long before = databaseBytes();

        save(modelFile, tensors, BEFORE, BEFORE + SAVES);

        long each = (databaseBytes() - before) / SAVES;
        System.out.printf("a save of %d tensors costs the database %d bytes%n", tensors, each);
        assertThat(each).isBetween(500L, MOST_BYTES);
    }

    private void save(String modelFile, int tensors, int from, int to) throws SQLException {
        for (int seed = from; seed < to; seed++) {
            save(TinyModel.of(modelFile).with("model.weights.bin", TinyModel.bytes(4 * tensors, seed))).is(201);
            if (seed % VACUUMED_EVERY == 0) {
                update("vacuum");
            }
        }
    }

    private long databaseBytes() throws SQLException {
        update("vacuum");
        return count("select sum(pg_total_relation_size(c.oid)) from pg_class c "
                + "where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace");
    }

    private static String modelFile(int tensors) {
        return TinyModel.modelFile("\"weightsManifest\":[{\"paths\":[\"model.weights.bin\"],\"weights\":["
                + IntStream.range(0, tensors)
                        .mapToObj(index -> "{\"name\":\"block_" + index + "/kernel\",\"shape\":[1],\"dtype\":\"float32\"}")
                        .collect(Collectors.joining(","))
                + "]}]");
    }
}
