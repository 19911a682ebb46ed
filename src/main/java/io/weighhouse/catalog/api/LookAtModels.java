package io.weighhouse.catalog.api;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.VersionDetails;
import io.weighhouse.catalog.api.exchange.Cursor;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.Page;
import io.weighhouse.catalog.api.exchange.PageRequest;
import io.weighhouse.catalog.database.ReadDetails;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.web.PublicUrl;

/** Between HTTP and models and versions as they stand: who may look, which part, what the answer looks like. */
@ApplicationScoped
class LookAtModels {

    private final ReadableModel models;
    private final FindReadable versions;
    private final ReadDetails details;
    private final JsonExchange json;
    private final PublicUrl publicUrl;

    LookAtModels(ReadableModel models, FindReadable versions, ReadDetails details, JsonExchange json, PublicUrl publicUrl) {
        this.models = models;
        this.versions = versions;
        this.details = details;
        this.json = json;
        this.publicUrl = publicUrl;
    }

    Uni<RestResponse<Buffer>> model(HttpServerRequest request, ModelName name) {
        return models.check(name)
                .chain(() -> details.model(name))
                .map(found -> found.orElseThrow(() -> ProblemType.NOT_FOUND.because("There is no such model")))
                .map(model -> json.current(ModelView.of(model), request));
    }

    Uni<RestResponse<Buffer>> version(HttpServerRequest request, ModelName model, String ref) {
        return versions.find(model, ref)
                .chain(found -> details.version(model, found.version().id()))
                .map(version -> json.current(VersionView.of(version, publicUrl, request), request));
    }

    Uni<RestResponse<Buffer>> versions(HttpServerRequest request, ModelName model) {
        PageRequest page = PageRequest.of(request);
        int before = (int) Math.min(page.after().map(Cursor::number).orElse((long) Integer.MAX_VALUE), Integer.MAX_VALUE);
        return models.check(model)
                .chain(() -> details.versions(model, before, page.rows()))
                .map(rows -> Page.of(rows, page.limit(), version -> VersionView.of(version, publicUrl, request),
                        LookAtModels::cursor))
                .map(view -> json.current(view, request));
    }

    private static Cursor cursor(VersionDetails version) {
        return new Cursor(Integer.toString(version.version().number()));
    }
}
