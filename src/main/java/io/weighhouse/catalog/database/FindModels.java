package io.weighhouse.catalog.database;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.weighhouse.catalog.ModelDetails;
import io.weighhouse.catalog.ModelQuery;
import io.weighhouse.catalog.Visibility;

/** Pages of models, each along an index: that of the order, or that of the filters where they leave few. */
@ApplicationScoped
public class FindModels {

    private static final String SELECT = "select m.id from model m";
    private static final String SEARCH = "exists (select from model_search s where s.model_id = m.id and %s)";
    private static final String WORDS = SEARCH.formatted("s.words @@ to_tsquery('simple', ?)");
    private static final String CONTENTS = SEARCH.formatted("s.contents @> array[?]::text[]");
    private static final String LABELS = SEARCH.formatted("s.labels @> ?");

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
        return page(conditions, "m.updated_at desc, m.id desc", limit);
    }

    /** Models behind that full name, by name. */
    public Uni<List<Found>> byName(ModelQuery query, Optional<String> after, int limit) {
        return page(conditions(query).and("m.full_name > ?", after, name -> name), "m.full_name", limit);
    }

    private static Conditions conditions(ModelQuery query) {
        Conditions conditions = new Conditions().and("m.deleted_at is null");
        if (query.visibility().equals(Optional.of(Visibility.PUBLIC))) {
            conditions.and("m.visibility = 'PUBLIC'");
        }
        return conditions
                .and("m.namespace_id = (select n.id from namespace n where n.name = ?)", query.namespace(), name -> name)
                .and(WORDS, query.words(), FindModels::allOf)
                .and(CONTENTS, query.format(), format -> "format " + format)
                .and(CONTENTS, query.layer(), layer -> "layer " + layer)
                .and(LABELS, Optional.of(query.labels()).filter(labels -> !labels.isEmpty()),
                        labels -> new JsonObject(java.util.Map.copyOf(labels)));
    }

    /** Words as a query of PostgreSQL's: nothing but letters and digits of the client's text is in it. */
    private static String allOf(String text) {
        return Arrays.stream(text.split("[^\\p{IsAlphabetic}\\p{IsDigit}]+")).filter(word -> !word.isEmpty())
                .map(word -> word + ":*").collect(Collectors.joining(" & "));
    }

    private Uni<List<Found>> page(Conditions conditions, String order, int limit) {
        return database.inCall(() -> pool.preparedQuery(conditions.query(SELECT, order, limit)).execute(conditions.values())
                .chain(rows -> Details.ofModels(pool, rows.stream().map(row -> row.getLong("id")).toList())));
    }
}
