package io.weighhouse.catalog.database;

import java.util.Optional;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Ref;
import io.weighhouse.problem.ProblemType;

/** The version that a ref names, as a transaction sees it that holds the model's lock. */
record NamedVersion(Long id, int number) {

    private static final String COLUMNS = "select v.id, v.number, v.deleted_at is not null as deleted from version v ";
    private static final String BY_NUMBER = COLUMNS + "where v.model_id = $1 and v.number = $2";
    private static final String BY_DIGEST = COLUMNS
            + "where v.model_id = $1 and v.digest = $2 and v.deleted_at is null order by v.number desc limit 1";
    private static final String BY_ALIAS = COLUMNS
            + "join alias a on a.version_id = v.id where a.model_id = $1 and a.name = $2";
    private static final String LATEST = COLUMNS
            + "where v.model_id = $1 and v.deleted_at is null order by v.number desc limit 1";

    /** Refused where there is none, or it was deleted. */
    static Uni<NamedVersion> find(SqlClient transaction, Long model, Ref ref) {
        return transaction.preparedQuery(sql(ref)).execute(arguments(model, ref))
                .map(rows -> read(rows.stream().findFirst()));
    }

    private static String sql(Ref ref) {
        if (ref instanceof Ref.Number) {
            return BY_NUMBER;
        }
        if (ref instanceof Ref.ByDigest) {
            return BY_DIGEST;
        }
        return ref instanceof Ref.Alias ? BY_ALIAS : LATEST;
    }

    private static Tuple arguments(Long model, Ref ref) {
        if (ref instanceof Ref.Number number) {
            return Tuple.of(model, number.number());
        }
        if (ref instanceof Ref.ByDigest byDigest) {
            return Tuple.of(model, byDigest.digest().hex());
        }
        return ref instanceof Ref.Alias alias ? Tuple.of(model, alias.alias()) : Tuple.of(model);
    }

    private static NamedVersion read(Optional<Row> found) {
        Row row = found.orElseThrow(() -> ProblemType.NOT_FOUND.because("The model has no such version"));
        if (row.getBoolean("deleted")) {
            throw ProblemType.DELETED.because("Version %d was deleted", row.getInteger("number"))
                    .with("version", row.getInteger("number"));
        }
        return new NamedVersion(row.getLong("id"), row.getInteger("number"));
    }
}
