package io.weighhouse.catalog.database;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Alias;
import io.weighhouse.catalog.AliasMove;
import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.ModelName;

/** The aliases of models, where they stand and where they stood. */
@ApplicationScoped
public class Aliases {

    private static final String MODEL = """
            (select m.id from model m join namespace n on n.id = m.namespace_id
             where n.name = $1 and m.name = $2 and m.deleted_at is null)""";
    private static final String COLUMNS = "select a.name, v.number, a.moved_at, a.moved_by "
            + "from alias a join version v on v.id = a.version_id where a.model_id = ";
    private static final String PAGE = COLUMNS + MODEL + " and a.name > $3 order by a.name limit $4";
    private static final String ONE = COLUMNS + MODEL + " and a.name = $3";
    private static final String OF_LOCKED = COLUMNS + "$1 and a.name = $2";
    private static final String HISTORY = "select h.id, h.alias, h.from_number, h.to_number, h.moved_at, h.moved_by "
            + "from alias_move h where h.model_id = " + MODEL + " and h.alias = $3 and h.id < $4 order by h.id desc limit $5";

    private final Database database;
    private final Pool pool;

    Aliases(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** Those of a model behind that name, by name. */
    public Uni<List<Alias>> page(ModelName model, String after, int limit) {
        return database.inCall(() -> pool.preparedQuery(PAGE)
                .execute(Tuple.of(model.namespace(), model.name(), after, limit)))
                .map(rows -> rows.stream().map(Aliases::alias).toList());
    }

    /** One of a model. */
    public Uni<Optional<Alias>> find(ModelName model, AliasName name) {
        return database.inCall(() -> pool.preparedQuery(ONE)
                .execute(Tuple.of(model.namespace(), model.name(), name.value()))).map(Aliases::first);
    }

    /** The moves of an alias before that id, the latest first. They outlive the alias. */
    public Uni<List<AliasMove>> history(ModelName model, AliasName name, long before, int limit) {
        return database.inCall(() -> pool.preparedQuery(HISTORY)
                .execute(Tuple.of(model.namespace(), model.name(), name.value(), before, limit)))
                .map(rows -> rows.stream().map(Aliases::move).toList());
    }

    /** One of a model whose lock the transaction holds. */
    static Uni<Optional<Alias>> find(SqlClient transaction, Long model, AliasName name) {
        return transaction.preparedQuery(OF_LOCKED).execute(Tuple.of(model, name.value())).map(Aliases::first);
    }

    private static Optional<Alias> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(Aliases::alias);
    }

    private static Alias alias(Row row) {
        return new Alias(new AliasName(row.getString("name")), row.getInteger("number"),
                row.getOffsetDateTime("moved_at").toInstant(), row.getString("moved_by"));
    }

    private static AliasMove move(Row row) {
        return new AliasMove(row.getLong("id"), new AliasName(row.getString("alias")), number(row, "from_number"),
                number(row, "to_number"), row.getOffsetDateTime("moved_at").toInstant(), row.getString("moved_by"));
    }

    private static OptionalInt number(Row row, String column) {
        Integer number = row.getInteger(column);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
