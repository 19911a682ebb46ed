package io.weighhouse.catalog.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.catalog.ModelQuery;
import io.weighhouse.catalog.NamespaceName;
import io.weighhouse.catalog.api.exchange.Cursor;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.Page;
import io.weighhouse.catalog.api.exchange.PageRequest;
import io.weighhouse.catalog.database.FindModels;
import io.weighhouse.catalog.database.FindModels.Found;
import io.weighhouse.catalog.database.FindModels.Place;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.web.QueryParameters;

/** Between HTTP and the search for models: what is looked for, among those that the caller may read. */
@ApplicationScoped
class SearchModels {

    private static final String BY_CHANGE = "-updatedAt";
    private static final String BY_NAME = "name";
    private static final int MOST_CHARACTERS = 255;

    private final Access access;
    private final FindModels models;
    private final JsonExchange json;

    SearchModels(Access access, FindModels models, JsonExchange json) {
        this.access = access;
        this.models = models;
        this.json = json;
    }

    Uni<RestResponse<Buffer>> search(HttpServerRequest request) {
        return Uni.createFrom().deferred(() -> page(request, access.caller()))
                .map(view -> json.current(view, request));
    }

    private Uni<Page<ModelView>> page(HttpServerRequest request, Caller caller) {
        PageRequest page = PageRequest.of(request);
        ModelQuery query = query(request, caller);
        String sort = Optional.ofNullable(QueryParameters.of(request).get("sort")).orElse(BY_CHANGE);
        if (!Set.of(BY_CHANGE, BY_NAME).contains(sort)) {
            throw ProblemType.MALFORMED_REQUEST.because("'sort' is '%s' or '%s'", BY_CHANGE, BY_NAME).with("name", "sort");
        }
        boolean byName = sort.equals(BY_NAME);
        Uni<List<Found>> rows = byName ? models.byName(query, page.after().map(Cursor::key), page.rows())
                : models.byChange(query, page.after().map(SearchModels::place), page.rows());
        return rows.map(found -> Page.of(found, page.limit(), one -> ModelView.of(one.model()),
                one -> new Cursor(byName ? one.model().model().toString() : key(one.place()))));
    }

    private ModelQuery query(HttpServerRequest request, Caller caller) {
        return new ModelQuery(text(request, "namespace").map(name -> new NamespaceName(name).value()), text(request, "q"),
                text(request, "format"), text(request, "layer"), labels(request), caller.readScope());
    }

    private static Optional<String> text(HttpServerRequest request, String name) {
        Optional<String> text = Optional.ofNullable(QueryParameters.of(request).get(name)).filter(value -> !value.isEmpty());
        text.filter(value -> value.length() > MOST_CHARACTERS || value.indexOf('\0') >= 0).ifPresent(value -> {
            throw ProblemType.MALFORMED_REQUEST.because("'%s' has %d characters at most, none of them 0", name, MOST_CHARACTERS)
                    .with("name", name);
        });
        return text;
    }

    private static Map<String, String> labels(HttpServerRequest request) {
        Map<String, String> labels = new HashMap<>();
        for (String label : QueryParameters.of(request).getAll("label")) {
            int colon = label.indexOf(':');
            if (colon < 1 || label.length() > 2 * MOST_CHARACTERS || label.indexOf('\0') >= 0) {
                throw ProblemType.MALFORMED_REQUEST.because("'label' is key:value").with("name", "label");
            }
            labels.put(label.substring(0, colon), label.substring(colon + 1));
        }
        return labels;
    }

    private static String key(Place place) {
        return place.updatedAt() + " " + place.id();
    }

    private static Place place(Cursor cursor) {
        String[] parts = cursor.key().split(" ");
        try {
            return new Place(Instant.parse(parts[0]), Long.parseLong(parts[parts.length - 1]));
        } catch (DateTimeException | NumberFormatException foreign) {
            throw Cursor.foreign();
        }
    }
}
