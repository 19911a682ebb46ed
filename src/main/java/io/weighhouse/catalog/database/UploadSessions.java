package io.weighhouse.catalog.database;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.OpenedSession;
import io.weighhouse.catalog.Quota;
import io.weighhouse.catalog.SessionRequest;
import io.weighhouse.problem.ProblemType;

/** Running saves, kept in the database so that any replica can clean up after a dead one. */
@ApplicationScoped
public class UploadSessions {

    private static final String OPEN = "select standing, limited from open_upload_session("
            + "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    private static final String ROOM = """
            select (coalesce(sum(b.bytes), 0) + coalesce(v.fingerprints_bytes, 0) + octet_length(mf.content))::bigint as bytes
            from idempotency_key k
            join model m on m.full_name = k.model
            join version v on v.model_id = m.id and v.digest = k.digest and v.deleted_at is null
            join model_file mf on mf.id = v.model_file_id
            left join version_file f on f.version_id = v.id
            left join blob b on b.id = f.blob_id
            where k.caller = $1 and k.model = $2 and k.key = $3
            group by v.id, mf.id limit 1""";
    private static final String RESERVE = "select reserve_bytes($1, $2, $3) as reserved";
    private static final String FORGET = """
            with freed as (delete from idempotency_key where session_id = $1 and digest is null)
            delete from upload_session where id = $1""";
    private static final String FORGET_KEYS = "delete from idempotency_key "
            + "where created_at < now() - make_interval(secs => $1) and digest is not null";
    private static final Duration KEY_KEPT = Duration.ofHours(24);

    private final Database database;
    private final Pool pool;
    private final UploadSessionRepository sessions;
    private final Quota defaults;

    UploadSessions(Database database, Pool pool, UploadSessionRepository sessions, DefaultQuota defaults) {
        this.database = database;
        this.pool = pool;
        this.sessions = sessions;
        this.defaults = defaults.get();
    }

    /**
     * Opens a session for as long as the lease: to be done before the first byte is stored. Refused where the namespace has no
     * room for what it may become, and where another session holds its key.
     */
    public Uni<OpenedSession> open(SessionRequest wanted, Duration lease) {
        UUID id = UUID.randomUUID();
        var nobodyWaits = new AtomicBoolean();
        return database.inCall(() -> pool.preparedQuery(OPEN).execute(arguments(id, wanted, lease))
                .call(() -> nobodyWaits.get() ? forgetAtOnce(id) : Uni.createFrom().voidItem()))
                .onFailure().invoke(() -> nobodyWaits.set(true))
                .onFailure(QuotaRefusal::is).transform(QuotaRefusal::of)
                .map(rows -> opened(id, rows.iterator().next()))
                .chain(session -> session.repeated() ? withRoom(session, wanted) : Uni.createFrom().item(session));
    }

    /** A repetition adds nothing, so nothing is reserved for it; nor may it bring more than there was. */
    private Uni<OpenedSession> withRoom(OpenedSession session, SessionRequest wanted) {
        Tuple key = Tuple.of(wanted.actor().name(), wanted.model().toString(), wanted.key().orElseThrow());
        return database.inCall(() -> pool.preparedQuery(ROOM).execute(key))
                .map(rows -> rows.size() == 0 ? session
                        : new OpenedSession(session.id(), true, session.limited(),
                                OptionalLong.of(rows.iterator().next().getLong("bytes"))));
    }

    /** A session that a slow database opened after its save was refused must not hold the save's key, nor what is reserved. */
    private Uni<Void> forgetAtOnce(UUID session) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(session)).replaceWithVoid();
    }

    private Tuple arguments(UUID id, SessionRequest wanted, Duration lease) {
        return Tuple.tuple().addUUID(id).addString(wanted.model().toString()).addString(wanted.actor().name())
                .addDouble(UploadSessionRepository.seconds(lease)).addString(wanted.key().orElse(null))
                .addDouble(UploadSessionRepository.seconds(KEY_KEPT)).addLong(wanted.certainBytes())
                .addLong(Namespaces.orNull(defaults.bytes())).addLong(Namespaces.orNull(defaults.versions()))
                .addLong(Namespaces.orNull(defaults.models()));
    }

    private static OpenedSession opened(UUID id, Row row) {
        String standing = row.getString("standing");
        if (standing.equals("running")) {
            throw ProblemType.REQUEST_IN_PROGRESS.because("A save under this Idempotency-Key is still running; ask again later")
                    .withHeader("Retry-After", "1");
        }
        return new OpenedSession(id, standing.equals("answered"), row.getBoolean("limited"), OptionalLong.empty());
    }

    /**
     * Reserves room for all that a session stores. Refused where its namespace has not that much.
     *
     * @param needed bytes of the whole session, known to come
     * @param wanted the same with what may come
     * @return bytes that the session may store in all, from as many as are needed to as many as are wanted
     */
    public Uni<Long> reserve(UUID session, long needed, long wanted) {
        return database.inCall(() -> pool.preparedQuery(RESERVE).execute(Tuple.of(session, needed, wanted)))
                .onFailure(QuotaRefusal::is).transform(QuotaRefusal::of)
                .onFailure(DatabaseFailure::isOwn).transform(givenUp -> RecordVersion.givenUp())
                .map(rows -> rows.iterator().next().getLong("reserved"));
    }

    /** Forgets under which keys saves succeeded, once they are old enough. */
    public Uni<Void> forgetOldKeys() {
        return database.inCall(() -> pool.preparedQuery(FORGET_KEYS)
                .execute(Tuple.of(UploadSessionRepository.seconds(KEY_KEPT)))).replaceWithVoid();
    }

    /** Makes the leases last as long again, from now. */
    public Uni<Void> renew(Set<UUID> running, Duration lease) {
        return database.inTransaction(() -> sessions.renew(running, lease));
    }

    /** Takes a session whose lease ran out; nobody else takes it before the claim ends, and it cannot be published. */
    public Uni<Optional<UUID>> claimAbandoned(Duration claim) {
        return database.inTransaction(() -> sessions.claimAbandoned(claim)).map(Optional::ofNullable);
    }

    /** Gives a session up, so that it cannot be published any more; false where it was published, or is gone. */
    public Uni<Boolean> abandon(UUID session) {
        return database.inTransaction(() -> sessions.update("abandoned = true where id = ?1", session))
                .map(updated -> updated == 1);
    }

    /** Forgets a session whose area of the store is empty, and frees its key. */
    public Uni<Void> forget(UUID session) {
        return database.inCall(() -> forgetAtOnce(session));
    }
}
