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

/** Running saves, kept in the database so that any replica can clean up after a dead one. */
@ApplicationScoped
public class UploadSessions {

    private static final String OPEN = "insert into upload_session (id, model, opened_by, lease_until) "
            + "values ($1, $2, $3, now() + make_interval(secs => $4))";

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

    /** Forgets a session whose area of the store is empty. */
    public Uni<Void> forget(UUID session) {
        return database.inTransaction(() -> sessions.deleteById(session)).replaceWithVoid();
    }
}
