package io.weighhouse.catalog.database;

import java.util.Optional;
import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.weighhouse.catalog.Actor;
import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.Expectation;
import io.weighhouse.catalog.ModelChanged;
import io.weighhouse.catalog.ModelDetails;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.VersionDetails;
import io.weighhouse.problem.ProblemType;

/** Changes what people say of models and versions, who may read a model, what it serves and how much of it stays. */
@ApplicationScoped
public class Describe {

    private static final String MODEL = """
            update model set description = $2, labels = $3, visibility = $4, default_ref = $5, keep = $6,
                             updated_at = date_trunc('milliseconds', clock_timestamp())
            where id = $1""";
    private static final String VERSION = "update version set description = $2, labels = $3 where id = $1";

    private final LockedModel models;
    private final Event<ModelChanged> changed;

    Describe(LockedModel models, Event<ModelChanged> changed) {
        this.models = models;
        this.changed = changed;
    }

    /** Makes of a model what {@code change} makes of its details. */
    public Uni<ModelDetails> model(ModelName model, Expectation<ModelDetails> expected, UnaryOperator<ModelDetails> change,
            Actor actor) {
        return models.change(model, (transaction, id) -> Details.ofModel(transaction, id)
                .invoke(details -> expected.check(Optional.of(details)))
                .chain(before -> change(transaction, id, before, change.apply(before), actor)))
                .invoke(() -> changed.fire(new ModelChanged(model)));
    }

    private static Uni<ModelDetails> change(SqlConnection transaction, Long id, ModelDetails before, ModelDetails after,
            Actor actor) {
        if (before.equals(after)) {
            return Uni.createFrom().item(before);
        }
        return checkDefault(transaction, id, after.defaultRef())
                .chain(() -> transaction.preparedQuery(MODEL).execute(row(id, after)))
                .chain(() -> Audit.write(transaction, actor, "describe", after.model()))
                .chain(() -> Details.ofModel(transaction, id));
    }

    private static Tuple row(Long id, ModelDetails model) {
        return Tuple.of(id, model.description().orElse(null), Details.json(model.labels()), model.visibility().name(),
                model.defaultRef(), model.keep().isPresent() ? model.keep().getAsInt() : null);
    }

    private static Uni<Void> checkDefault(SqlConnection transaction, Long id, String defaultRef) {
        return defaultRef.equals(Ref.LATEST_ALIAS) ? Uni.createFrom().voidItem()
                : Aliases.find(transaction, id, new AliasName(defaultRef))
                        .invoke(alias -> alias.orElseThrow(() -> ProblemType.CONFLICT
                                .because("The model has no alias '%s' that it could serve", defaultRef)
                                .with("pointer", "/default")))
                        .replaceWithVoid();
    }

    /** Makes of a version what {@code change} makes of its details. */
    public Uni<VersionDetails> version(ModelName model, Ref ref, Expectation<VersionDetails> expected,
            UnaryOperator<VersionDetails> change, Actor actor) {
        return models.change(model, (transaction, id) -> NamedVersion.find(transaction, id, ref)
                .chain(named -> Details.ofVersion(transaction, model, named.id()))
                .invoke(details -> expected.check(Optional.of(details)))
                .chain(before -> change(transaction, before, change.apply(before), actor)));
    }

    private static Uni<VersionDetails> change(SqlConnection transaction, VersionDetails before, VersionDetails after,
            Actor actor) {
        return before.equals(after) ? Uni.createFrom().item(before)
                : transaction.preparedQuery(VERSION)
                        .execute(Tuple.of(after.version().id(), after.description().orElse(null), Details.json(after.labels())))
                        .chain(() -> Audit.write(transaction, actor, "describe",
                                after.version().model() + "/" + after.version().number()))
                        .replaceWith(after);
    }
}
