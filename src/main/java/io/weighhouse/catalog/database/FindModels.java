package io.weighhouse.catalog.database;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.weighhouse.catalog.ModelDetails;
import io.weighhouse.catalog.ModelQuery;
import io.weighhouse.catalog.ReadScope;

/**
 * Pages of models. What words, contents and labels leave is looked for among the first models of the order, which is enough
 * for what many have. Else the inverted indexes are asked: where they leave few models, these are sorted; where many, the
 * models are gone through in order and probed. PostgreSQL would have to guess which.
 */
@ApplicationScoped
public class FindModels {

    private static final int FEW = 1_000;
    /** How many models are gone through first, for each one that a page takes. */
    private static final int WALKED_PER_ROW = 4;
    private static final String SELECT = "select m.id from model m";
    private static final String SELECT_PLACES = "select m.id, m.updated_at, m.full_name from model m";
    private static final String WALK = "with walked as materialized (%s) "
            + "select array(%s) as ids, (select count(*) from walked) as walked";
    private static final String SELECT_WALKED = "select m.id from walked m";
    private static final String SELECT_SEARCHED = "select s.model_id from model_search s";
    private static final String WORDS = "s.words @@ to_tsquery('simple', ?)";
    private static final String CONTENTS = "s.contents @> array[?]::text[]";
    private static final String LABELS = "s.labels @> ?";
    private static final String ARE_FEW = "select count(*) > " + FEW + " as many, "
            + "case when count(*) <= " + FEW + " then array_agg(f.model_id) end as ids from (%s) f";
    /** The offset keeps the planner from turning probes into a join, which has to be sorted. */
    private static final String PROBED = "exists (select from model_search s where s.model_id = m.id and %s offset 0)";

    private final Database database;
    private final Pool pool;

    FindModels(Database database, Pool pool) {
        this.database = database;
        this.pool = pool;
    }

    /** A place in the order of last changes; models that changed at once stand by id. */
    public record Place(Instant updatedAt, long id) {
    }

    /** A model, and its place in the order of last changes. */
    public record Found(ModelDetails model, Place place) {
    }

    /** Models that changed before that place, the latest change first. */
    public Uni<List<Found>> byChange(ModelQuery query, Optional<Place> after, int limit) {
        return page(query, () -> after.map(place -> conditions(query).and("(m.updated_at, m.id) < (?, ?)",
                place.updatedAt().atOffset(ZoneOffset.UTC), place.id())).orElseGet(() -> conditions(query)),
                "order by m.updated_at desc, m.id desc", limit);
    }

    /** Models behind that full name, by name. */
    public Uni<List<Found>> byName(ModelQuery query, Optional<String> after, int limit) {
        return page(query, () -> conditions(query).and("m.full_name > ?", after, name -> name), "order by m.full_name", limit);
    }

    private static Conditions conditions(ModelQuery query) {
        return within(query.scope(), new Conditions().and("m.deleted_at is null"))
                .and("m.namespace_id = (select n.id from namespace n where n.name = ?)", query.namespace(), name -> name);
    }

    private static Conditions within(ReadScope scope, Conditions conditions) {
        if (scope.everything()) {
            return conditions;
        }
        return scope.namespaces().isEmpty() ? conditions.and("m.visibility = 'PUBLIC'")
                : conditions.and("(m.visibility = 'PUBLIC' or m.namespace_id = any(array("
                        + "select n.id from namespace n where n.name = any(?))))",
                        (Object) scope.namespaces().toArray(String[]::new));
    }

    /** @param places what the page must be of, before words, contents and labels are asked for */
    private Uni<List<Found>> page(ModelQuery query, Supplier<Conditions> places, String order, int limit) {
        boolean searched = !searched(query, new Conditions(), "%s").isEmpty();
        Supplier<Uni<List<Long>>> ids = searched ? () -> searchedIds(query, places, order, limit)
                : () -> ids(places.get(), order, limit);
        return database.inCall(() -> ids.get().chain(found -> Details.ofModels(pool, found)));
    }

    private Uni<List<Long>> searchedIds(ModelQuery query, Supplier<Conditions> places, String order, int limit) {
        return walked(query, places.get(), order, limit)
                .chain(found -> found.map(ids -> Uni.createFrom().item(ids))
                        .orElseGet(() -> narrowed(query, places.get()).chain(narrow -> ids(narrow, order, limit))));
    }

    /** The page, where the first models of the order fill it, or there are no others. */
    private Uni<Optional<List<Long>>> walked(ModelQuery query, Conditions places, String order, int limit) {
        int most = WALKED_PER_ROW * limit;
        String walk = places.query(SELECT_PLACES, order, most);
        Conditions found = searched(query, places.continued(), PROBED);
        String page = found.query(SELECT_WALKED, order, limit);
        return pool.preparedQuery(WALK.formatted(walk, page)).execute(found.values())
                .map(rows -> rows.iterator().next())
                .map(row -> Optional.of(List.of(row.getArrayOfLongs("ids")))
                        .filter(ids -> ids.size() == limit || row.getLong("walked") < most));
    }

    private Uni<Conditions> narrowed(ModelQuery query, Conditions conditions) {
        Conditions searched = searched(query, new Conditions(), "%s");
        return pool.preparedQuery(ARE_FEW.formatted(searched.query(SELECT_SEARCHED, "", FEW + 1))).execute(searched.values())
                .map(rows -> few(rows.iterator().next()))
                .map(few -> few.map(ids -> conditions.and("m.id = any(?)", (Object) ids))
                        .orElseGet(() -> searched(query, conditions, PROBED)));
    }

    /** Those that are left, where they are few. */
    private static Optional<Long[]> few(Row row) {
        return row.getBoolean("many") ? Optional.empty()
                : Optional.of(Optional.ofNullable(row.getArrayOfLongs("ids")).orElseGet(() -> new Long[0]));
    }

    private static Conditions searched(ModelQuery query, Conditions conditions, String form) {
        return conditions
                .and(form.formatted(WORDS), query.words(), FindModels::allOf)
                .and(form.formatted(CONTENTS), query.format(), format -> "format " + format)
                .and(form.formatted(CONTENTS), query.layer(), layer -> "layer " + layer)
                .and(form.formatted(LABELS), Optional.of(query.labels()).filter(labels -> !labels.isEmpty()),
                        labels -> new JsonObject(Map.copyOf(labels)));
    }

    /** Words as a query of PostgreSQL's: nothing but letters and digits of the client's text is in it. */
    private static String allOf(String text) {
        return Arrays.stream(text.split("[^\\p{IsAlphabetic}\\p{IsDigit}]+")).filter(word -> !word.isEmpty())
                .map(word -> word + ":*").collect(Collectors.joining(" & "));
    }

    private Uni<List<Long>> ids(Conditions conditions, String order, int limit) {
        return pool.preparedQuery(conditions.query(SELECT, order, limit)).execute(conditions.values())
                .map(rows -> rows.stream().map(row -> row.getLong(0)).toList());
    }
}
