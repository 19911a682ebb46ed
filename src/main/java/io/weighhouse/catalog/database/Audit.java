package io.weighhouse.catalog.database;

import java.util.Set;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Actor;

/** Writes down who did what, in the transaction that does it. */
public final class Audit {

    /** The namespace of an entry whose target is in several, or in all. */
    public static final String SEVERAL = "*";

    private static final String WRITE = "insert into audit_event (at, who, origin, action, target, namespace) "
            + "values (date_trunc('milliseconds', clock_timestamp()), $1, $2, $3, $4, $5)";

    private Audit() {
    }

    /** @param target begins with its namespace, by which it is found again: a namespace, a model, or what is in one */
    public static Uni<Void> write(SqlClient transaction, Actor actor, String action, Object target) {
        return writeOf(null, transaction, actor, action, target);
    }

    /** @param namespaces of a target whose name does not tell them */
    public static Uni<Void> write(SqlClient transaction, Actor actor, String action, Object target, Set<String> namespaces) {
        return writeOf(namespaces.size() == 1 ? namespaces.iterator().next() : SEVERAL, transaction, actor, action, target);
    }

    private static Uni<Void> writeOf(String namespace, SqlClient transaction, Actor actor, String action, Object target) {
        return transaction.preparedQuery(WRITE)
                .execute(Tuple.of(actor.name(), actor.origin(), action, target.toString(), namespace)).replaceWithVoid();
    }
}
