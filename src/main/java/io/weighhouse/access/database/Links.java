package io.weighhouse.access.database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.access.keys.ApiKey;
import io.weighhouse.access.links.Link;
import io.weighhouse.access.links.LinkScope;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.database.Audit;
import io.weighhouse.catalog.database.Database;
import io.weighhouse.problem.ProblemType;

/** The links that were made and have not ended. Their models' and keys' rows are locked first: those take their links along. */
@ApplicationScoped
public class Links {

    private static final String LOCK_MODEL = """
            select m.id from model m join namespace n on n.id = m.namespace_id
            where n.name = $1 and m.name = $2 and m.deleted_at is null for share of m""";
    private static final String LOCK_KEY = """
            select k.expires_at from api_key k where k.id = $1 and k.revoked_at is null for share""";
    private static final String FORGET = "delete from share_link l where l.model_id = $1 and l.expires_at < now()";
    private static final String ADD = """
            insert into share_link (id, model_id, version_id, alias, first_move, expires_at, created_by, key_id)
            select $1, $2::bigint, (select v.id from version v where v.model_id = $2 and v.number = $3::int), $4::text,
                   (select max(h.id) from alias_move h where h.model_id = $2 and h.alias = $4),
                   least($5::timestamptz, $6::timestamptz),
                   $7, $8
            where $4 is null or exists (select from alias a where a.model_id = $2 and a.name = $4)
            returning id, version_id, first_move, created_at, created_by, expires_at""";
    private static final String SELECT = """
            select l.id, n.name as namespace, m.name as model, v.number, l.alias, l.version_id, l.first_move, l.created_at,
                   l.created_by, l.expires_at, l.revoked_at
            from share_link l join model m on m.id = l.model_id join namespace n on n.id = m.namespace_id
            left join version v on v.id = l.version_id
            """;
    private static final String BY_ID = SELECT + "where l.id = $1";
    private static final String PAGE = SELECT + """
            where l.model_id = (select x.id from model x join namespace y on y.id = x.namespace_id
                                where y.name = $1 and x.name = $2)
              and l.revoked_at is null and l.expires_at > now() and (l.created_at, l.id) > ($3, $4)%s
            order by l.created_at, l.id limit $5""";
    private static final String ALL = PAGE.formatted("");
    private static final String MADE_BY = PAGE.formatted(" and l.created_by = $6");
    private static final String EVER_LED_TO = """
            select exists (select from version v join alias_move h
                           on h.model_id = v.model_id and h.alias = $2 and h.to_number = v.number and h.id >= $3
                           where v.id = $1) as led""";
    private static final String REVOKE = "update share_link set revoked_at = now() where id = $1 and revoked_at is null";

    private final Database database;
    private final Pool pool;

    Links(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** A link as it stands. */
    public record Kept(Link link, boolean revoked) {
    }

    /** A place in the list of links. */
    public record Place(Instant createdAt, String id) {

        public static final Place START = new Place(Instant.EPOCH, "");
    }

    /** Keeps a new link. Refused where the model or alias is not there, or the key that makes it was revoked. */
    public Uni<Link> add(String id, LinkScope scope, Instant expiresAt, Actor actor) {
        Optional<String> key = ApiKey.idOfHolder(actor.name());
        return database.inCall(() -> pool.withTransaction(transaction -> lockModel(transaction, scope.model())
                .call(model -> transaction.preparedQuery(FORGET).execute(Tuple.of(model)))
                .chain(model -> endOfKey(transaction, key).chain(end -> transaction.preparedQuery(ADD)
                        .execute(Tuple.from(new Object[] { id, model, scope.version().orElse(null),
                                scope.alias().orElse(null), expiresAt.atOffset(ZoneOffset.UTC), end.orElse(null),
                                actor.name(), key.orElse(null) }))))
                .call(() -> Audit.write(transaction, actor, "create-link", target(scope, id)))
                .map(rows -> rows.stream().findFirst().map(row -> link(row, scope))
                        .orElseThrow(() -> ProblemType.NOT_FOUND.because("The model has no such alias")))));
    }

    private static Uni<Long> lockModel(SqlConnection transaction, ModelName model) {
        return transaction.preparedQuery(LOCK_MODEL).execute(Tuple.of(model.namespace(), model.name()))
                .map(rows -> rows.stream().findFirst().map(row -> row.getLong("id"))
                        .orElseThrow(() -> ProblemType.NOT_FOUND.because("There is no such model")));
    }

    private static Uni<Optional<OffsetDateTime>> endOfKey(SqlConnection transaction, Optional<String> key) {
        return key.isEmpty() ? Uni.createFrom().item(Optional.empty())
                : transaction.preparedQuery(LOCK_KEY).execute(Tuple.of(key.get()))
                        .map(rows -> rows.stream().findFirst()
                                .orElseThrow(() -> ProblemType.UNAUTHENTICATED.because("This key was revoked")))
                        .map(row -> Optional.ofNullable(row.getOffsetDateTime("expires_at")));
    }

    /** The link of that id, revoked or not. */
    public Uni<Optional<Kept>> byId(String id) {
        return database.inCall(() -> pool.preparedQuery(BY_ID).execute(Tuple.of(id)))
                .map(rows -> rows.stream().findFirst()
                        .map(row -> new Kept(link(row, scope(row)), row.getOffsetDateTime("revoked_at") != null)));
    }

    /**
     * Links of a model behind that place that open something, the oldest first.
     *
     * @param maker whose links; empty: everybody's
     */
    public Uni<List<Link>> page(ModelName model, Optional<String> maker, Place after, int limit) {
        Tuple arguments = Tuple.from(new Object[] { model.namespace(), model.name(),
                after.createdAt().atOffset(ZoneOffset.UTC), after.id(), limit });
        maker.ifPresent(arguments::addString);
        return database.inCall(() -> pool.preparedQuery(maker.isPresent() ? MADE_BY : ALL).execute(arguments))
                .map(rows -> rows.stream().map(row -> link(row, scope(row))).toList());
    }

    /** Whether the link's alias stood at that version when the link was made, or was led to it since. */
    public Uni<Boolean> everLedTo(Link link, long version) {
        return database.inCall(() -> pool.preparedQuery(EVER_LED_TO).execute(Tuple.of(version,
                link.scope().alias().orElseThrow(), link.firstMove().orElseThrow())))
                .map(rows -> rows.iterator().next().getBoolean("led"));
    }

    /** Revokes the link, if it is not revoked yet. */
    public Uni<Void> revoke(Link link, Actor actor) {
        return database.inCall(() -> pool.withTransaction(transaction -> transaction.preparedQuery(REVOKE)
                .execute(Tuple.of(link.id()))
                .chain(done -> done.rowCount() == 0 ? Uni.createFrom().voidItem()
                        : Audit.write(transaction, actor, "revoke-link", target(link.scope(), link.id())))));
    }

    private static String target(LinkScope scope, String id) {
        return scope + " link:" + id;
    }

    private static Link link(Row row, LinkScope scope) {
        return new Link(row.getString("id"), scope, row.getOffsetDateTime("created_at").toInstant(),
                row.getString("created_by"), row.getOffsetDateTime("expires_at").toInstant(),
                Optional.ofNullable(row.getLong("version_id")), Optional.ofNullable(row.getLong("first_move")));
    }

    private static LinkScope scope(Row row) {
        Optional<Ref> version = Optional.ofNullable(row.getInteger("number")).map(Ref.Number::new);
        return new LinkScope(new ModelName(row.getString("namespace"), row.getString("model")),
                version.or(() -> Optional.ofNullable(row.getString("alias")).map(Ref.Alias::new)));
    }
}
