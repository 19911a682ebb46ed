package io.weighhouse.catalog.api;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.catalog.Alias;
import io.weighhouse.catalog.AliasMove;
import io.weighhouse.catalog.AliasName;
import io.weighhouse.catalog.Expectation;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.api.exchange.Cursor;
import io.weighhouse.catalog.api.exchange.JsonBody;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.Page;
import io.weighhouse.catalog.api.exchange.PageRequest;
import io.weighhouse.catalog.api.exchange.Preconditions;
import io.weighhouse.catalog.database.Aliases;
import io.weighhouse.catalog.database.MoveAlias;
import io.weighhouse.problem.ProblemType;

/** Between HTTP and the aliases of a model: who may, what is expected, what the answer looks like. */
@ApplicationScoped
class ManageAliases {

    private final Access access;
    private final ReadableModel models;
    private final Aliases aliases;
    private final MoveAlias moves;
    private final JsonExchange json;

    ManageAliases(Access access, ReadableModel models, Aliases aliases, MoveAlias moves, JsonExchange json) {
        this.access = access;
        this.models = models;
        this.aliases = aliases;
        this.moves = moves;
        this.json = json;
    }

    Uni<RestResponse<Buffer>> list(HttpServerRequest request, ModelName model) {
        PageRequest page = PageRequest.of(request);
        return models.check(model)
                .chain(() -> aliases.page(model, page.after().map(Cursor::key).orElse(""), page.rows()))
                .map(rows -> Page.of(rows, page.limit(), AliasView::of, alias -> new Cursor(alias.name().value())))
                .map(view -> json.current(view, request));
    }

    Uni<RestResponse<Buffer>> find(HttpServerRequest request, ModelName model, AliasName name) {
        return models.check(model)
                .chain(() -> aliases.find(model, name))
                .map(found -> found.orElseThrow(() -> ProblemType.NOT_FOUND.because("The model has no such alias")))
                .map(alias -> json.current(AliasView.of(alias), request));
    }

    Uni<RestResponse<Buffer>> history(HttpServerRequest request, ModelName model, AliasName name) {
        PageRequest page = PageRequest.of(request);
        long before = page.after().map(Cursor::number).orElse(Long.MAX_VALUE);
        return models.check(model)
                .chain(() -> aliases.history(model, name, before, page.rows()))
                .map(rows -> Page.of(rows, page.limit(), AliasMoveView::of, move -> cursor(move)))
                .invoke(view -> checkKnown(view, page))
                .map(view -> json.current(view, request));
    }

    private static Cursor cursor(AliasMove move) {
        return new Cursor(Long.toString(move.id()));
    }

    private static void checkKnown(Page<AliasMoveView> view, PageRequest page) {
        if (view.items().isEmpty() && page.after().isEmpty()) {
            throw ProblemType.NOT_FOUND.because("The model never had such an alias");
        }
    }

    Uni<RestResponse<Buffer>> move(HttpServerRequest request, ModelName model, AliasName name) {
        Caller caller = access.caller();
        return json.body(request, Set.of(JsonBody.JSON), Preconditions::requireMatchOrAbsence)
                .chain(body -> access.keepFacts(caller, model, moves.move(model, name, expected(request),
                        () -> body.members().only(Set.of("version")).number("version"), caller.actor(request))))
                .map(moved -> json.changed(moved.created() ? Status.CREATED : Status.OK, AliasView.of(moved.alias())));
    }

    Uni<RestResponse<Buffer>> remove(HttpServerRequest request, ModelName model, AliasName name) {
        Caller caller = access.caller();
        return access.keepFacts(caller, model,
                moves.remove(model, name, expected(request), caller.actor(request)))
                .replaceWith(() -> RestResponse.noContent());
    }

    private Expectation<Alias> expected(HttpServerRequest request) {
        return Preconditions.of(request).on(alias -> json.tag(AliasView.of(alias)));
    }
}
