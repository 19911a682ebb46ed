package io.weighhouse.catalog.database;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.problem.ProblemType;

/** Running saves, kept in the database so that any replica can clean up after a dead one. */
@ApplicationScoped
public class UploadSessions {

    private static final String OPEN = "insert into upload_session (id, model, opened_by, lease_until) "
            + "values ($1, $2, $3, now() + make_interval(secs => $4))";

    private static final String OPEN_UNDER_KEY = "select open_upload_session($1, $2, $3, $4, $5, $6) as standing";
    private static final String FORGET = """
            with freed as (delete from idempotency_key where session_id = $1 and digest is null)
            delete from upload_session where id = $1""";
    private static final String FORGET_KEYS = "delete from idempotency_key "
            + "where created_at < now() - make_interval(secs => $1) and digest is not null";
    private static final Duration KEY_KEPT = Duration.ofHours(24);

    private final Database database;
    private final Pool pool;
    private final UploadSessionRepository sessions;

    UploadSessions(Database database, Pool pool, UploadSessionRepository sessions) {
        this.database = database;
        this.pool = pool;
        this.sessions = sessions;
    }

    /** Opens a session for as long as the lease: to be done before the first byte is stored. */
    public Uni<UUID> open(ModelName model, Actor actor, Duration lease) {
        UUID id = UUID.randomUUID();
        return database.inCall(() -> pool.preparedQuery(OPEN)
                .execute(Tuple.of(id, model.toString(), actor.name(), UploadSessionRepository.seconds(lease))))
                .replaceWith(id);
    }

    /**
     * Opens a session under a key, so that the save may be repeated. Refused while another one holds the key.
     *
     * @return the session, and whether a save under this key succeeded already
     */
    public Uni<Opened> openUnderKey(String key, ModelName model, Actor actor, Duration lease) {
        UUID id = UUID.randomUUID();
        return database.inCall(() -> pool.preparedQuery(OPEN_UNDER_KEY)
                .execute(Tuple.of(id, model.toString(), actor.name(), UploadSessionRepository.seconds(lease), key,
                        UploadSessionRepository.seconds(KEY_KEPT))))
                .map(rows -> opened(id, rows.iterator().next().getString("standing")));
    }

    private static Opened opened(UUID id, String standing) {
        if (standing.equals("running")) {
            throw ProblemType.REQUEST_IN_PROGRESS.because("A save under this Idempotency-Key is still running; ask again later")
                    .withHeader("Retry-After", "1");
        }
        return new Opened(id, standing.equals("answered"));
    }

    /** An open session; {@code repeated} where a save under its key succeeded already. */
    public record Opened(UUID id, boolean repeated) {
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
        return database.inCall(() -> pool.preparedQuery(FORGET).execute(Tuple.of(session))).replaceWithVoid();
    }
}
