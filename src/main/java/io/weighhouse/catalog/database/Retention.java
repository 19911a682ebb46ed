package io.weighhouse.catalog.database;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** Old versions beyond the number that their model keeps. */
@ApplicationScoped
public class Retention {

    private static final String RETAIN = "select retain_versions($1, $2, 'clean-up') as model";
    private static final int BATCH = 1000;

    private final Database database;
    private final Pool pool;

    Retention(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /**
     * Deletes versions of the next model that has too many.
     *
     * @param after the model that the last call answered, at first 0
     * @return empty where no model is left
     */
    public Uni<Optional<Long>> applyToNext(long after) {
        return database.inCall(() -> pool.preparedQuery(RETAIN).execute(Tuple.of(after, BATCH)))
                .map(rows -> Optional.ofNullable(rows.iterator().next().getLong("model")));
    }
}
