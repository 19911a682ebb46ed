package io.weighhouse.catalog.database;

import java.util.function.BiFunction;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.problem.ProblemType;

/**
 * The way in which a model, its versions and its aliases are changed: in one transaction that holds the model's lock from its
 * first statement on, as the end of a save does.
 */
@ApplicationScoped
class LockedModel {

    private static final String LOCK = """
            select m.id
            from model m join namespace n on n.id = m.namespace_id
            where n.name = $1 and m.name = $2 and m.deleted_at is null for update of m""";

    private final Database database;
    private final Pool pool;

    LockedModel(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** Runs the work on the model's id; refused where there is no such model. */
    <T> Uni<T> change(ModelName model, BiFunction<SqlConnection, Long, Uni<T>> work) {
        return database.inCall(() -> pool.withTransaction(connection -> connection.preparedQuery(LOCK)
                .execute(Tuple.of(model.namespace(), model.name()))
                .chain(rows -> work.apply(connection, id(rows)))));
    }

    private static Long id(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw ProblemType.NOT_FOUND.because("There is no such model");
        }
        return rows.iterator().next().getLong("id");
    }
}
