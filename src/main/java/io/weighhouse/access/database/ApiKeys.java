package io.weighhouse.access.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.access.Grant;
import io.weighhouse.access.Grants;
import io.weighhouse.access.Permission;
import io.weighhouse.access.keys.ApiKey;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.database.Audit;
import io.weighhouse.catalog.database.Database;

/** The keys that the registry made, by the hashes of their secrets. */
@ApplicationScoped
public class ApiKeys {

    private static final String COLUMNS = "id, name, grants, created_at, created_by, expires_at, last_used_at, revoked_at";
    private static final String ADD = "insert into api_key (id, name, grants, secret_hash, expires_at, created_by) "
            + "values ($1, $2, $3, $4, $5, $6) returning " + COLUMNS;
    private static final String BY_HASH = "select " + COLUMNS + " from api_key where secret_hash = $1";
    private static final String BY_ID = "select " + COLUMNS + " from api_key where id = $1 and revoked_at is null";
    private static final String PAGE = "select " + COLUMNS + " from api_key where revoked_at is null "
            + "and ($1 or namespaces <@ $2) and (created_at, id) > ($3, $4) order by created_at, id limit $5";
    private static final String NOTE_USE = "update api_key set last_used_at = date_trunc('milliseconds', now()) where id = $1";
    private static final String REVOKE = "update api_key set revoked_at = now() where id = $1 and revoked_at is null "
            + "returning namespaces";
    private static final String REVOKE_LINKS = "update share_link set revoked_at = now() "
            + "where key_id = $1 and revoked_at is null";

    private final Database database;
    private final Pool pool;

    ApiKeys(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** A key as it stands. */
    public record Kept(ApiKey key, boolean revoked) {
    }

    /** A place in the list of keys. */
    public record Place(Instant createdAt, String id) {

        public static final Place START = new Place(Instant.EPOCH, "");
    }

    /** Which keys are listed: all, or those that reach into no other namespaces than these. */
    public record Within(boolean everywhere, List<String> namespaces) {

        /** Those that the holder of these grants administers. */
        public static Within administeredBy(Grants grants) {
            return new Within(grants.allow(Permission.ADMIN, Grant.EVERYWHERE), grants.list().stream().map(Grant::namespace)
                    .filter(namespace -> grants.allow(Permission.ADMIN, namespace)).toList());
        }
    }

    /** Keeps a new key. */
    public Uni<ApiKey> add(String id, String name, Grants grants, byte[] hash, Optional<Instant> expiresAt, Actor actor) {
        return database.inCall(() -> pool.withTransaction(transaction -> transaction.preparedQuery(ADD)
                .execute(Tuple.from(new Object[] { id, name, GrantsJson.write(grants), Buffer.buffer(hash),
                        expiresAt.map(end -> end.atOffset(ZoneOffset.UTC)).orElse(null), actor.name() }))
                .call(() -> Audit.write(transaction, actor, "create-key", id, namespaces(grants)))
                .map(rows -> key(rows.iterator().next()))));
    }

    /** The key of that secret's hash, revoked or not. */
    public Uni<Optional<Kept>> byHash(byte[] hash) {
        return database.inCall(() -> pool.preparedQuery(BY_HASH).execute(Tuple.of(Buffer.buffer(hash))))
                .map(rows -> rows.stream().findFirst()
                        .map(row -> new Kept(key(row), row.getOffsetDateTime("revoked_at") != null)));
    }

    /** A key that is not revoked. */
    public Uni<Optional<ApiKey>> byId(String id) {
        return database.inCall(() -> pool.preparedQuery(BY_ID).execute(Tuple.of(id)))
                .map(rows -> rows.stream().findFirst().map(ApiKeys::key));
    }

    /** Keys behind that place, the oldest first. */
    public Uni<List<ApiKey>> page(Within within, Place after, int limit) {
        return database.inCall(() -> pool.preparedQuery(PAGE).execute(Tuple.from(new Object[] { within.everywhere(),
                within.namespaces().toArray(String[]::new), after.createdAt().atOffset(ZoneOffset.UTC), after.id(), limit })))
                .map(rows -> rows.stream().map(ApiKeys::key).toList());
    }

    /** Writes down that the key is used. */
    public Uni<Void> noteUse(String id) {
        return database.inCall(() -> pool.preparedQuery(NOTE_USE).execute(Tuple.of(id))).replaceWithVoid();
    }

    /** Revokes the key, if it is not revoked yet, and the links that it made. */
    public Uni<Void> revoke(String id, Actor actor) {
        return database.inCall(() -> pool.withTransaction(transaction -> transaction.preparedQuery(REVOKE)
                .execute(Tuple.of(id))
                .call(() -> transaction.preparedQuery(REVOKE_LINKS).execute(Tuple.of(id)))
                .chain(revoked -> revoked.size() == 0 ? Uni.createFrom().voidItem()
                        : Audit.write(transaction, actor, "revoke-key", id,
                                Set.of(revoked.iterator().next().getArrayOfStrings("namespaces"))))));
    }

    private static Set<String> namespaces(Grants grants) {
        return grants.list().stream().map(Grant::namespace).collect(Collectors.toSet());
    }

    private static ApiKey key(Row row) {
        return new ApiKey(row.getString("id"), row.getString("name"), GrantsJson.read(row.getJsonArray("grants")),
                row.getOffsetDateTime("created_at").toInstant(), row.getString("created_by"), instant(row, "expires_at"),
                instant(row, "last_used_at"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
