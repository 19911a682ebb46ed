package io.weighhouse.catalog.database;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.Expectation;
import io.weighhouse.catalog.ModelChanged;
import io.weighhouse.catalog.ModelDetails;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.VersionDetails;
import io.weighhouse.problem.ProblemType;

/** Deletes versions and models. Their rows stay, so that numbers are never given twice; what only they referred to is freed. */
@ApplicationScoped
public class Delete {

    private static final String NOW = "date_trunc('milliseconds', clock_timestamp())";
    private static final String VERSION = "select delete_versions(array[$1]::bigint[], " + NOW + ") as bytes";
    private static final String VERSIONS = "select delete_versions(array(select v.id from version v "
            + "where v.model_id = $1 and v.deleted_at is null), " + NOW + ") as bytes";
    private static final String ALIASES = "select move_alias($1, a.name, null, $2, $3, " + NOW + ") "
            + "from alias a where a.model_id = $1 order by a.name";
    private static final String LINKS = "update share_link set revoked_at = now() where model_id = $1 and revoked_at is null";
    private static final String TOUCH = "update model set updated_at = " + NOW + " where id = $1";
    private static final String MODEL = """
            with gone as (update model set deleted_at = %s, description = null, labels = '{}', default_ref = 'latest', keep = null
                          where id = $1 returning namespace_id)
            update namespace set models = models - 1 where id = (select namespace_id from gone)"""
            .formatted(NOW);

    private final LockedModel models;
    private final Event<ModelChanged> changed;

    Delete(LockedModel models, Event<ModelChanged> changed) {
        this.models = models;
        this.changed = changed;
    }

    /** Deletes a version, unless an alias names it; the answer is how many bytes the clean-up will free. */
    public Uni<Long> version(ModelName model, Ref ref, Expectation<VersionDetails> expected, Actor actor) {
        return models.change(model, (transaction, id) -> NamedVersion.find(transaction, id, ref)
                .call(named -> check(transaction, model, named, expected))
                .chain(named -> count(transaction, VERSION, named.id())
                        .call(() -> transaction.preparedQuery(TOUCH).execute(Tuple.of(id)))
                        .call(() -> Audit.write(transaction, actor, "delete", model + "/" + named.number()))))
                .invoke(() -> changed.fire(new ModelChanged(model)));
    }

    private static Uni<Void> check(SqlConnection transaction, ModelName model, NamedVersion named,
            Expectation<VersionDetails> expected) {
        return Details.ofVersion(transaction, model, named.id())
                .invoke(details -> expected.check(Optional.of(details)))
                .invoke(details -> checkUnnamed(named.number(), details.aliases()))
                .replaceWithVoid();
    }

    private static void checkUnnamed(int number, List<String> aliases) {
        if (!aliases.isEmpty()) {
            throw ProblemType.CONFLICT.because("Aliases stand at version %d: %s. Move or remove them first", number,
                    String.join(", ", aliases)).with("aliases", aliases);
        }
    }

    /** Deletes a model with all its versions, aliases and links; the answer is how many bytes the clean-up will free. */
    public Uni<Long> model(ModelName model, Expectation<ModelDetails> expected, Actor actor) {
        return models.change(model, (transaction, id) -> Details.ofModel(transaction, id)
                .invoke(details -> expected.check(Optional.of(details)))
                .chain(() -> transaction.preparedQuery(ALIASES).execute(Tuple.of(id, actor.name(), actor.origin())))
                .chain(() -> count(transaction, VERSIONS, id))
                .call(() -> transaction.preparedQuery(LINKS).execute(Tuple.of(id)))
                .call(() -> transaction.preparedQuery(MODEL).execute(Tuple.of(id)))
                .call(() -> Audit.write(transaction, actor, "delete", model)))
                .invoke(() -> changed.fire(new ModelChanged(model)));
    }

    private static Uni<Long> count(SqlConnection transaction, String sql, Long id) {
        return transaction.preparedQuery(sql).execute(Tuple.of(id)).map(rows -> rows.iterator().next().getLong("bytes"));
    }
}
