package io.weighhouse.catalog.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Actor;

/** Writes down who did what, in the transaction that does it. */
public final class Audit {

    private static final String WRITE = "insert into audit_event (at, who, origin, action, target) "
            + "values (date_trunc('milliseconds', clock_timestamp()), $1, $2, $3, $4)";

    private Audit() {
    }

    public static Uni<Void> write(SqlClient transaction, Actor actor, String action, Object target) {
        return transaction.preparedQuery(WRITE)
                .execute(Tuple.of(actor.name(), actor.origin(), action, target.toString())).replaceWithVoid();
    }
}
