package io.weighhouse.catalog.api.refusals;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.catalog.RefusedSave;
import io.weighhouse.catalog.api.exchange.Cursor;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.Page;
import io.weighhouse.catalog.api.exchange.PageRequest;
import io.weighhouse.catalog.database.RefusedSaves;
import io.weighhouse.catalog.database.RefusedSaves.Place;

/** Between HTTP and refused saves: everybody sees their own; callers who are not known have none. */
@ApplicationScoped
class ListRefusals {

    private final Access access;
    private final RefusedSaves refusals;
    private final JsonExchange json;

    ListRefusals(Access access, RefusedSaves refusals, JsonExchange json) {
        this.access = access;
        this.refusals = refusals;
        this.json = json;
    }

    Uni<RestResponse<Buffer>> list(HttpServerRequest request) {
        Caller caller = access.caller();
        PageRequest page = PageRequest.of(request);
        Optional<Place> after = page.after().map(ListRefusals::place);
        return refusals.page(caller.name(), after, page.rows())
                .map(rows -> Page.of(rows, page.limit(), ListRefusals::view, ListRefusals::cursor))
                .map(view -> json.current(view, request));
    }

    private static Map<String, Object> view(RefusedSave refusal) {
        return new JsonObject(refusal.problem()).put("at", refusal.at().toString()).getMap();
    }

    private static Cursor cursor(RefusedSave last) {
        return new Cursor(last.at() + " " + last.id());
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
