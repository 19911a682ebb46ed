package io.weighhouse.catalog.database;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.weighhouse.catalog.ModelDetails;
import io.weighhouse.catalog.ModelQuery;

/**
 * Pages of models. Where the words, contents and labels that are looked for leave few models, these are sorted; where they
 * leave
 * many, the models are gone through in order and probed, since a page is full soon. PostgreSQL would have to guess which.
 */
@ApplicationScoped
public class FindModels {

    private static final int FEW = 1_000;
    private static final String SELECT = "select m.id from model m";
    private static final String SELECT_ORDERED = "select m.id, m.updated_at, m.full_name from model m";
    /** One walk through all models would meet mostly those that the caller may not read. */
    private static final String MERGED = "select m.id from ((%s %s) union (select p.* from "
            + "(select n.id from namespace n where n.name = any($1)) s cross join lateral (%s %s) p)) m %s";
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
        Conditions conditions = conditions(query);
        after.ifPresent(place -> conditions.and("(m.updated_at, m.id) < (?, ?)", place.updatedAt().atOffset(ZoneOffset.UTC),
                place.id()));
        return page(query, conditions, "order by m.updated_at desc, m.id desc", limit);
    }

    /** Models behind that full name, by name. */
    public Uni<List<Found>> byName(ModelQuery query, Optional<String> after, int limit) {
        return page(query, conditions(query).and("m.full_name > ?", after, name -> name), "order by m.full_name", limit);
    }

    private static Conditions conditions(ModelQuery query) {
        Conditions conditions = merges(query) ? new Conditions((Object) query.scope().namespaces().toArray(String[]::new))
                : new Conditions();
        if (!merges(query) && !readsAll(query)) {
            conditions.and("m.visibility = 'PUBLIC'");
        }
        return conditions.and("m.deleted_at is null")
                .and("m.namespace_id = (select n.id from namespace n where n.name = ?)", query.namespace(), name -> name);
    }

    /** Whether all that stands where the query looks may be read. */
    private static boolean readsAll(ModelQuery query) {
        return query.scope().everything() || query.namespace().filter(query.scope().namespaces()::contains).isPresent();
    }

    /** Whether public models and those of some namespaces are looked for at once. */
    private static boolean merges(ModelQuery query) {
        return !readsAll(query) && query.namespace().isEmpty() && !query.scope().namespaces().isEmpty();
    }

    private Uni<List<Found>> page(ModelQuery query, Conditions conditions, String order, int limit) {
        return database.inCall(() -> narrowed(query, conditions)
                .chain(narrow -> ids(merges(query) ? merged(narrow, order, limit) : narrow.query(SELECT, order, limit), narrow))
                .chain(ids -> Details.ofModels(pool, ids)));
    }

    private static String merged(Conditions conditions, String order, int limit) {
        String page = order + " limit " + limit;
        return MERGED.formatted(conditions.also(SELECT_ORDERED, "m.visibility = 'PUBLIC'"), page,
                conditions.also(SELECT_ORDERED, "m.namespace_id = s.id"), page, page);
    }

    private Uni<Conditions> narrowed(ModelQuery query, Conditions conditions) {
        Conditions searched = searched(query, new Conditions(), "%s");
        if (searched.isEmpty()) {
            return Uni.createFrom().item(conditions);
        }
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

    private Uni<List<Long>> ids(String sql, Conditions conditions) {
        return pool.preparedQuery(sql).execute(conditions.values())
                .map(rows -> rows.stream().map(row -> row.getLong(0)).toList());
    }
}
