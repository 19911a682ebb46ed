package io.weighhouse.catalog.api.links;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.access.Permission;
import io.weighhouse.access.database.Links;
import io.weighhouse.access.database.Links.Kept;
import io.weighhouse.access.database.Links.Place;
import io.weighhouse.access.links.Link;
import io.weighhouse.access.links.LinkRing;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.api.ReadableModel;
import io.weighhouse.catalog.api.exchange.Cursor;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.Page;
import io.weighhouse.catalog.api.exchange.PageRequest;
import io.weighhouse.problem.ProblemType;

/** Between HTTP and the links of a model: everybody sees and revokes their own, its administrators all. */
@ApplicationScoped
class ManageLinks {

    private final Access access;
    private final ReadableModel models;
    private final Links links;
    private final LinkRing ring;
    private final JsonExchange json;

    ManageLinks(Access access, ReadableModel models, Links links, LinkRing ring, JsonExchange json) {
        this.access = access;
        this.models = models;
        this.links = links;
        this.ring = ring;
        this.json = json;
    }

    Uni<RestResponse<Buffer>> list(HttpServerRequest request, ModelName model) {
        Caller caller = access.caller();
        Optional<String> maker = administers(caller, model) ? Optional.empty() : Optional.of(caller.name());
        PageRequest page = PageRequest.of(request);
        return links.page(model, maker, page.after().map(ManageLinks::place).orElse(Place.START), page.rows())
                // whoever made links knows of the model; all others learn of it what a reader may learn
                .call(rows -> rows.isEmpty() ? models.check(model) : Uni.createFrom().voidItem())
                .map(rows -> Page.of(rows, page.limit(), LinkView::of,
                        link -> new Cursor(link.createdAt() + " " + link.id())))
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

    Uni<RestResponse<Buffer>> find(HttpServerRequest request, ModelName model, String id) {
        return managed(model, id).map(link -> json.current(LinkView.of(link), request));
    }

    Uni<RestResponse<Buffer>> revoke(HttpServerRequest request, ModelName model, String id) {
        Caller caller = access.caller();
        return managed(model, id)
                .chain(link -> ring.revoke(link, caller.actor(request)))
                .replaceWith(() -> RestResponse.status(Status.NO_CONTENT));
    }

    /** Another's link does not exist to a caller who does not administer it. */
    private Uni<Link> managed(ModelName model, String id) {
        Caller caller = access.caller();
        return links.byId(id).map(found -> found.filter(kept -> !kept.revoked()).map(Kept::link)
                .filter(link -> link.isOf(model) && link.expiresAt().isAfter(Instant.now()))
                .filter(link -> administers(caller, model) || link.createdBy().equals(caller.name()))
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("There is no such link")));
    }

    private static boolean administers(Caller caller, ModelName model) {
        return caller.may(Permission.ADMIN, model.namespace());
    }
}
