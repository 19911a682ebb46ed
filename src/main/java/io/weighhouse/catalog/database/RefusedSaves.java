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
import io.weighhouse.catalog.RefusedSave;

/** Refused saves of the last day, where every replica finds them. */
@ApplicationScoped
public class RefusedSaves {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MOST_A_CALLER = 100;
    private static final String ADD = "select note_refusals($1, $2, $3, $4)";
    private static final String PAGE = "select id, caller, at, problem from refused_save "
            + "where caller = $1 and at > now() - make_interval(secs => $2) and (at, id) < ($3, $4) "
            + "order by at desc, id desc limit $5";
    private static final String FORGET = "delete from refused_save where at < now() - make_interval(secs => $1)";

    private final Database database;
    private final Pool pool;

    RefusedSaves(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** A place in the list of a caller; refusals of one instant stand by id. */
    public record Place(Instant at, long id) {
        public static final Place START = new Place(Instant.parse("9999-12-31T00:00:00Z"), Long.MAX_VALUE);
    }

    /** Writes them down; the oldest of the same callers make room for them. */
    public Uni<Void> add(List<RefusedSave> refusals) {
        return database.inCall(() -> pool.preparedQuery(ADD).execute(Tuple.from(new Object[] {
                refusals.stream().map(RefusedSave::caller).toArray(String[]::new),
                refusals.stream().map(refusal -> refusal.at().atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new),
                refusals.stream().map(RefusedSave::problem).toArray(String[]::new), MOST_A_CALLER }))).replaceWithVoid();
    }

    /** The caller's, before that place, the newest first. */
    public Uni<List<RefusedSave>> page(String caller, Optional<Place> after, int limit) {
        Place place = after.orElse(Place.START);
        return database.inCall(() -> pool.preparedQuery(PAGE).execute(Tuple.of(caller, (double) KEPT.toSeconds(),
                place.at().atOffset(ZoneOffset.UTC), place.id(), limit)))
                .map(rows -> rows.stream().map(RefusedSaves::refusal).toList());
    }

    /** Forgets those that are older than a day. */
    public Uni<Void> forgetOld() {
        return database.inCall(() -> pool.preparedQuery(FORGET).execute(Tuple.of((double) KEPT.toSeconds())))
                .replaceWithVoid();
    }

    private static RefusedSave refusal(Row row) {
        return new RefusedSave(row.getLong("id"), row.getString("caller"), row.getOffsetDateTime("at").toInstant(),
                row.getString("problem"));
    }
}
