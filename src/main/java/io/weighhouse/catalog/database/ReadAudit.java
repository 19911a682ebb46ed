package io.weighhouse.catalog.database;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.AuditEntry;
import io.weighhouse.catalog.AuditQuery;
import io.weighhouse.catalog.ReadScope;

/** Pages of the audit, the newest entry first, each along an index; and the end of old entries. */
@ApplicationScoped
public class ReadAudit {

    private static final String SELECT = "select e.id, e.at, e.who, e.action, e.target, e.origin from audit_event e";
    private static final String NEWEST_FIRST = "order by e.at desc, e.id desc";
    /** The newest of each namespace, merged: one walk through all namespaces would meet mostly others' entries. */
    private static final String OF_EACH = "select e.* from unnest($1::text[]) as s(name) cross join lateral (%s) e "
            + NEWEST_FIRST
            + " limit %d";
    private static final String FORGET = """
            delete from audit_event where id = any(array(
                select id from audit_event where at < now() - make_interval(secs => $1) order by at limit $2
                for update skip locked))""";
    private static final int BATCH = 10_000;

    private final Database database;
    private final Pool pool;

    ReadAudit(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** A place in the audit; entries of one instant stand by id. */
    public record Place(Instant at, long id) {
    }

    /** Entries older than that place. */
    public Uni<List<AuditEntry>> page(AuditQuery query, Optional<Place> after, int limit) {
        ReadScope scope = query.scope();
        boolean whole = scope.everything() || query.namespace().filter(scope.namespaces()::contains).isPresent();
        Conditions conditions = whole ? new Conditions()
                : Conditions.after((Object) scope.namespaces().toArray(String[]::new)).and("e.namespace = s.name");
        narrow(query, after, conditions);
        String sql = conditions.query(SELECT, NEWEST_FIRST, limit);
        return database.inCall(() -> pool.preparedQuery(whole ? sql : OF_EACH.formatted(sql, limit))
                .execute(conditions.values()))
                .map(rows -> rows.stream().map(ReadAudit::entry).toList());
    }

    private static void narrow(AuditQuery query, Optional<Place> after, Conditions conditions) {
        conditions.and("e.namespace = ?", query.namespace(), name -> name)
                .and("e.model = ?", query.model(), model -> model)
                .and("e.who = ?", query.who(), who -> who)
                .and("e.action = ?", query.action(), action -> action)
                .and("e.at >= ?", query.since(), ReadAudit::column)
                .and("e.at < ?", query.until(), ReadAudit::column);
        after.ifPresent(place -> conditions.and("(e.at, e.id) < (?, ?)", column(place.at()), place.id()));
    }

    private static OffsetDateTime column(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static AuditEntry entry(Row row) {
        return new AuditEntry(row.getLong("id"), row.getOffsetDateTime("at").toInstant(), row.getString("who"),
                row.getString("action"), row.getString("target"), row.getString("origin"));
    }

    /** Deletes some of the entries that are older than that; the answer is whether there may be more. */
    public Uni<Boolean> forget(Duration age) {
        return database.inCall(() -> pool.preparedQuery(FORGET).execute(Tuple.of((double) age.toSeconds(), BATCH)))
                .map(done -> done.rowCount() == BATCH);
    }
}
