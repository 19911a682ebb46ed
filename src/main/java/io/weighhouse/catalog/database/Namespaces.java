package io.weighhouse.catalog.database;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.Expectation;
import io.weighhouse.catalog.NamespaceDetails;
import io.weighhouse.catalog.NamespaceName;
import io.weighhouse.catalog.Quota;
import io.weighhouse.catalog.QuotaChange;
import io.weighhouse.catalog.ReadScope;
import io.weighhouse.problem.ProblemType;

/** Namespaces: made, described, deleted when empty. The row of a deleted one stays with the numbers of its models. */
@ApplicationScoped
public class Namespaces {

    private static final String FIND = """
            select n.description, n.bytes_used, n.versions, n.models, n.bytes_quota, n.versions_quota, n.models_quota
            from namespace n where n.name = $1 and n.deleted_at is null""";
    private static final String PAGE = """
            select n.name, n.description, n.bytes_used, n.versions, n.models, n.bytes_quota, n.versions_quota, n.models_quota
            from namespace n where n.deleted_at is null and ($1 or n.name = any($2)) and n.name > $3
            order by n.name limit $4""";
    /** Locks a namespace that is still to be made, too: until then its row is that of a deleted one. */
    private static final String LOCK_TO_DESCRIBE = """
            insert into namespace (name, deleted_at) values ($1, now())
            on conflict (name) do update set description = namespace.description""";
    /** Keeps away saves that are about to make a model there. */
    private static final String LOCK_TO_DELETE = "select id from namespace where name = $1 for update";
    private static final String PUT = """
            update namespace set description = $2, deleted_at = null,
                created_at = case when deleted_at is null then created_at else now() end
            where name = $1""";
    private static final String PUT_QUOTA = """
            update namespace set bytes_quota = case when $2 then $3 else bytes_quota end,
                versions_quota = case when $4 then $5 else versions_quota end,
                models_quota = case when $6 then $7 else models_quota end
            where name = $1""";
    private static final String MODELS = """
            select m.name from model m join namespace n on n.id = m.namespace_id
            where n.name = $1 and m.deleted_at is null limit 1""";
    private static final String DELETE = "update namespace set deleted_at = now(), description = null where name = $1";

    private final Database database;
    private final Pool pool;
    private final Quota defaults;

    Namespaces(Database database, Pool pool, DefaultQuota defaults) {
        this.database = database;
        this.pool = pool;
        this.defaults = defaults.get();
    }

    /** The namespace as it is now, and whether it did not exist before. */
    public record Put(NamespaceDetails namespace, boolean created) {
    }

    /** A namespace that is not deleted. */
    public Uni<Optional<NamespaceDetails>> find(NamespaceName name) {
        return database.inCall(() -> find(pool, name));
    }

    private Uni<Optional<NamespaceDetails>> find(SqlClient client, NamespaceName name) {
        return client.preparedQuery(FIND).execute(Tuple.of(name.value()))
                .map(rows -> rows.stream().findFirst().map(row -> details(name, row)));
    }

    /** Those namespaces of the scope that are behind that name, by name. */
    public Uni<List<NamespaceDetails>> page(ReadScope scope, String after, int limit) {
        return database.inCall(() -> pool.preparedQuery(PAGE)
                .execute(Tuple.of(scope.everything(), scope.namespaces().toArray(String[]::new), after, limit)))
                .map(rows -> rows.stream().map(row -> details(new NamespaceName(row.getString("name")), row)).toList());
    }

    private NamespaceDetails details(NamespaceName name, Row row) {
        var quota = new Quota(orElse(row.getLong("bytes_quota"), defaults.bytes()),
                orElse(row.getLong("versions_quota"), defaults.versions()),
                orElse(row.getLong("models_quota"), defaults.models()));
        return new NamespaceDetails(name, Optional.ofNullable(row.getString("description")), row.getLong("bytes_used"),
                row.getLong("versions"), row.getLong("models"), quota);
    }

    private static OptionalLong orElse(Long own, OptionalLong otherwise) {
        return own == null ? otherwise : OptionalLong.of(own);
    }

    static Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    /** What is to be said of a namespace. */
    public record Wish(Optional<String> description, QuotaChange quota) {
    }

    /** Makes the namespace, or describes it anew. */
    public Uni<Put> put(NamespaceName name, Expectation<NamespaceDetails> expected, Supplier<Wish> wish, Actor actor) {
        return change(LOCK_TO_DESCRIBE, name, (transaction, before) -> Uni.createFrom().item(() -> checked(expected, before))
                .map(ignored -> wish.get())
                .call(wanted -> transaction.preparedQuery(PUT)
                        .execute(Tuple.of(name.value(), wanted.description().orElse(null))))
                .call(() -> Audit.write(transaction, actor, before.isEmpty() ? "create" : "describe", name))
                .chain(wanted -> putQuota(transaction, name, wanted.quota(), actor))
                .chain(() -> find(transaction, name))
                .map(after -> new Put(after.orElseThrow(), before.isEmpty())));
    }

    private static Uni<Void> putQuota(SqlConnection transaction, NamespaceName name, QuotaChange quota, Actor actor) {
        return !quota.isPresent() ? Uni.createFrom().voidItem()
                : transaction.preparedQuery(PUT_QUOTA).execute(Tuple.tuple().addString(name.value())
                        .addBoolean(quota.bytes().isPresent()).addLong(value(quota.bytes()))
                        .addBoolean(quota.versions().isPresent()).addLong(value(quota.versions()))
                        .addBoolean(quota.models().isPresent()).addLong(value(quota.models())))
                        .chain(() -> Audit.write(transaction, actor, "set-quota", name));
    }

    private static Long value(Optional<OptionalLong> change) {
        return change.map(Namespaces::orNull).orElse(null);
    }

    /** Deletes the namespace; refused where it has models. */
    public Uni<Void> delete(NamespaceName name, Expectation<NamespaceDetails> expected, Actor actor) {
        return change(LOCK_TO_DELETE, name, (transaction, before) -> Uni.createFrom().item(() -> existing(before))
                .invoke(() -> expected.check(before))
                .chain(() -> transaction.preparedQuery(MODELS).execute(Tuple.of(name.value())))
                .invoke(Namespaces::checkEmpty)
                .chain(() -> transaction.preparedQuery(DELETE).execute(Tuple.of(name.value())))
                .chain(() -> Audit.write(transaction, actor, "delete", name)));
    }

    private <T> Uni<T> change(String lock, NamespaceName name, Change<T> work) {
        return database.inCall(() -> pool.withTransaction(transaction -> transaction.preparedQuery(lock)
                .execute(Tuple.of(name.value()))
                .chain(() -> find(transaction, name))
                .chain(before -> work.on(transaction, before))));
    }

    /** What is done to a namespace whose lock is held; it is empty where there is none. */
    private interface Change<T> {
        Uni<T> on(SqlConnection transaction, Optional<NamespaceDetails> before);
    }

    private static Optional<NamespaceDetails> checked(Expectation<NamespaceDetails> expected,
            Optional<NamespaceDetails> current) {
        expected.check(current);
        return current;
    }

    private static NamespaceDetails existing(Optional<NamespaceDetails> namespace) {
        return namespace.orElseThrow(() -> ProblemType.NOT_FOUND.because("There is no such namespace"));
    }

    private static void checkEmpty(RowSet<Row> models) {
        if (models.size() > 0) {
            throw ProblemType.CONFLICT.because("The namespace has models, such as '%s'; delete them first",
                    models.iterator().next().getString("name"));
        }
    }
}
