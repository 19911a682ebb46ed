package io.weighhouse.catalog.database;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.ModelDetails;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.VersionDetails;

/** Models and versions with what people say of them, for those who only look. */
@ApplicationScoped
public class ReadDetails {

    private static final String MODEL = """
            select m.id from model m join namespace n on n.id = m.namespace_id
            where n.name = $1 and m.name = $2 and m.deleted_at is null""";
    private static final String PAGE = """
            select v.id from version v
            where v.model_id = (%s) and v.deleted_at is null and v.number < $3
            order by v.number desc limit $4""".formatted(MODEL);

    private final Database database;
    private final Pool pool;

    ReadDetails(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** A model that is not deleted. */
    public Uni<Optional<ModelDetails>> model(ModelName name) {
        return database.inCall(() -> pool.preparedQuery(MODEL).execute(Tuple.of(name.namespace(), name.name()))
                .chain(found -> ids(found).stream().findFirst()
                        .map(id -> Details.ofModel(pool, id).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
    }

    /** The version of that id. */
    public Uni<VersionDetails> version(ModelName model, long id) {
        return database.inCall(() -> Details.ofVersion(pool, model, id));
    }

    /** Versions of a model with a lower number than that, the newest first. */
    public Uni<List<VersionDetails>> versions(ModelName model, int before, int limit) {
        return database.inCall(() -> pool.preparedQuery(PAGE)
                .execute(Tuple.of(model.namespace(), model.name(), before, limit))
                .chain(found -> Details.ofVersions(pool, model, ids(found))));
    }

    private static List<Long> ids(RowSet<Row> rows) {
        return rows.stream().map(row -> row.getLong("id")).toList();
    }
}
