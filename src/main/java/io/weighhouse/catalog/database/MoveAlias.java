package io.weighhouse.catalog.database;

import java.util.Optional;
import java.util.function.IntSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.Alias;
import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.Expectation;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.problem.ProblemType;

/** Leads an alias to a version, or removes it; each move is written down for ever. */
@ApplicationScoped
public class MoveAlias {

    private static final String MOVE = "select move_alias($1, $2, $3, $4, $5, date_trunc('milliseconds', clock_timestamp()))";
    private static final String IS_DEFAULT = "select 1 from model m where m.id = $1 and m.default_ref = $2";

    private final LockedModel models;

    MoveAlias(LockedModel models) {
        this.models = models;
    }

    /** Where the alias stands now, and whether it did not exist before. */
    public record Moved(Alias alias, boolean created) {
    }

    /**
     * Leads the alias to a version.
     *
     * @param version its number; asked for after the expectation, since a request's body counts less than its headers
     */
    public Uni<Moved> move(ModelName model, AliasName name, Expectation<Alias> expected, IntSupplier version, Actor actor) {
        return models.change(model, (transaction, id) -> Aliases.find(transaction, id, name)
                .invoke(expected::check)
                .chain(before -> version(transaction, id, version)
                        .chain(target -> move(transaction, id, name, target, actor))
                        .chain(() -> Aliases.find(transaction, id, name))
                        .map(after -> new Moved(after.orElseThrow(), before.isEmpty()))));
    }

    /** Removes the alias; its history stays. Refused where it is the model's default. */
    public Uni<Void> remove(ModelName model, AliasName name, Expectation<Alias> expected, Actor actor) {
        return models.change(model, (transaction, id) -> Aliases.find(transaction, id, name)
                .invoke(MoveAlias::checkExists)
                .invoke(expected::check)
                .chain(() -> checkNotDefault(transaction, id, name))
                .chain(() -> move(transaction, id, name, null, actor)));
    }

    private static void checkExists(Optional<Alias> alias) {
        if (alias.isEmpty()) {
            throw ProblemType.NOT_FOUND.because("The model has no such alias");
        }
    }

    private static Uni<Void> checkNotDefault(SqlConnection transaction, Long model, AliasName name) {
        return transaction.preparedQuery(IS_DEFAULT).execute(Tuple.of(model, name.value()))
                .invoke(rows -> refuseDefault(rows, name)).replaceWithVoid();
    }

    private static void refuseDefault(RowSet<Row> rows, AliasName name) {
        if (rows.size() > 0) {
            throw ProblemType.CONFLICT.because("'%s' is the model's default: give it another one first", name)
                    .with("default", name.value());
        }
    }

    private static Uni<Long> version(SqlConnection transaction, Long model, IntSupplier version) {
        return Uni.createFrom().item(() -> new Ref.Number(version.getAsInt()))
                .chain(number -> NamedVersion.find(transaction, model, number))
                .map(NamedVersion::id);
    }

    private static Uni<Void> move(SqlConnection transaction, Long model, AliasName name, Long version, Actor actor) {
        return transaction.preparedQuery(MOVE)
                .execute(Tuple.of(model, name.value(), version, actor.name(), actor.origin())).replaceWithVoid();
    }
}
