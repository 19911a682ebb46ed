package io.weighhouse.catalog.api.keys;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.access.Grants;
import io.weighhouse.access.database.ApiKeys;
import io.weighhouse.access.database.ApiKeys.Place;
import io.weighhouse.access.database.ApiKeys.Within;
import io.weighhouse.access.keys.ApiKey;
import io.weighhouse.access.keys.KeyRing;
import io.weighhouse.catalog.api.exchange.Cursor;
import io.weighhouse.catalog.api.exchange.JsonBody;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.JsonMembers;
import io.weighhouse.catalog.api.exchange.Lifetime;
import io.weighhouse.catalog.api.exchange.Page;
import io.weighhouse.catalog.api.exchange.PageRequest;
import io.weighhouse.catalog.api.exchange.Preconditions;
import io.weighhouse.problem.ProblemType;

/** Between HTTP and keys: whoever administers all namespaces that a key reaches may make, see and revoke it. */
@ApplicationScoped
class ManageKeys {

    private static final int LONGEST_NAME = 100;

    private final Access access;
    private final KeyRing ring;
    private final ApiKeys keys;
    private final JsonExchange json;

    ManageKeys(Access access, KeyRing ring, ApiKeys keys, JsonExchange json) {
        this.access = access;
        this.ring = ring;
        this.keys = keys;
        this.json = json;
    }

    Uni<RestResponse<Buffer>> make(HttpServerRequest request) {
        Caller caller = access.caller();
        access.checkAdministersAnything(caller);
        return json.body(request, Set.of(JsonBody.JSON), Preconditions::acceptAny)
                .map(body -> body.members().only(Set.of("name", "grants", "expiresIn")))
                .chain(body -> {
                    Grants grants = GrantView.read(body);
                    access.checkMayGive(caller, grants);
                    return ring.make(name(body), grants, end(body), caller.actor(request));
                })
                .map(made -> json.created(KeyView.of(made)));
    }

    private static String name(JsonMembers body) {
        String name = body.text("name").strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.contains("\n")) {
            throw body.refusal("name", "is one line of 1 to " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private static Optional<Instant> end(JsonMembers body) {
        return body.isNull("expiresIn") ? Optional.empty() : Optional.of(Lifetime.end(body, "expiresIn"));
    }

    Uni<RestResponse<Buffer>> list(HttpServerRequest request) {
        Caller caller = access.caller();
        access.checkAdministersAnything(caller);
        PageRequest page = PageRequest.of(request);
        return keys
                .page(Within.administeredBy(caller.grants()), page.after().map(ManageKeys::place).orElse(Place.START),
                        page.rows())
                .map(rows -> Page.of(rows, page.limit(), KeyView::of, key -> new Cursor(key.createdAt() + " " + key.id())))
                .map(view -> json.current(view, request));
    }

    private static Place place(Cursor cursor) {
        String[] parts = cursor.key().split(" ", 2);
        try {
            return new Place(Instant.parse(parts[0]), parts[parts.length - 1]);
        } catch (DateTimeException foreign) {
            throw Cursor.foreign();
        }
    }

    /** A key that reaches further than its reader administers does not exist to them. */
    Uni<RestResponse<Buffer>> revoke(HttpServerRequest request, String id) {
        Caller caller = access.caller();
        access.checkAdministersAnything(caller);
        return keys.byId(id)
                .map(found -> found.filter(key -> mayManage(caller, key))
                        .orElseThrow(() -> ProblemType.NOT_FOUND.because("There is no such key")))
                .chain(key -> ring.revoke(key.id(), caller.actor(request)))
                .replaceWith(() -> RestResponse.status(Status.NO_CONTENT));
    }

    private static boolean mayManage(Caller caller, ApiKey key) {
        return caller.grants().mayGive(key.grants());
    }
}
