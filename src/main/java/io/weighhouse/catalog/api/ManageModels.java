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
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.Expectation;
import io.weighhouse.catalog.ModelDetails;
import io.weighhouse.catalog.ModelName;
import io.weighhouse.catalog.Ref;
import io.weighhouse.catalog.VersionDetails;
import io.weighhouse.catalog.api.exchange.JsonBody;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.Preconditions;
import io.weighhouse.catalog.database.Delete;
import io.weighhouse.catalog.database.Describe;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.web.PublicUrl;

/** Between HTTP and the changes of models and versions: who may, what is expected, what the answer looks like. */
@ApplicationScoped
class ManageModels {

    private static final Set<String> PATCHES = Set.of(JsonBody.JSON, JsonBody.MERGE_PATCH);

    private final Access access;
    private final Describe describe;
    private final Delete delete;
    private final JsonExchange json;
    private final PublicUrl publicUrl;

    ManageModels(Access access, Describe describe, Delete delete, JsonExchange json, PublicUrl publicUrl) {
        this.access = access;
        this.describe = describe;
        this.delete = delete;
        this.json = json;
        this.publicUrl = publicUrl;
    }

    Uni<RestResponse<Buffer>> patch(HttpServerRequest request, ModelName model) {
        Caller caller = access.caller();
        return json.body(request, PATCHES, Preconditions::requireMatch)
                .call(body -> admit(caller, model, body))
                .chain(body -> access.keepFacts(caller, model,
                        describe.model(model, expectedModel(request),
                                before -> new MergePatch(body.members()).apply(before), caller.actor(request))))
                .map(after -> json.changed(Status.OK, ModelView.of(after)));
    }

    /** What a patch needs beyond what its route states shows only in the body. */
    private Uni<Void> admit(Caller caller, ModelName model, JsonBody body) {
        boolean mayAll = caller.may(Permission.ADMIN, model.namespace());
        return mayAll || !new MergePatch(body.members()).isForAdmins() ? Uni.createFrom().voidItem()
                : access.admit(caller, Permission.ADMIN, model);
    }

    Uni<RestResponse<Buffer>> patch(HttpServerRequest request, ModelName model, String ref) {
        Caller caller = access.caller();
        return json.body(request, PATCHES, Preconditions::requireMatch)
                .chain(body -> access.keepFacts(caller, model,
                        describe.version(model, ref(ref), expectedVersion(request),
                                before -> new MergePatch(body.members()).apply(before), caller.actor(request))))
                .map(after -> json.changed(Status.OK, view(after, request)));
    }

    Uni<RestResponse<Buffer>> delete(HttpServerRequest request, ModelName model) {
        Caller caller = access.caller();
        return access.keepFacts(caller, model,
                delete.model(model, expectedModel(request), caller.actor(request)))
                .map(bytes -> json.deleted(bytes));
    }

    Uni<RestResponse<Buffer>> delete(HttpServerRequest request, ModelName model, String ref) {
        Caller caller = access.caller();
        return access.keepFacts(caller, model,
                delete.version(model, ref(ref), expectedVersion(request), caller.actor(request)))
                .map(bytes -> json.deleted(bytes));
    }

    private static Ref ref(String text) {
        return Ref.parse(text).orElseThrow(() -> ProblemType.NOT_FOUND
                .because("'%s' names no version: a number, sha256-<64 hex digits> or @<alias> does", text));
    }

    private Expectation<ModelDetails> expectedModel(HttpServerRequest request) {
        return Preconditions.of(request).on(model -> json.tag(ModelView.of(model)));
    }

    private Expectation<VersionDetails> expectedVersion(HttpServerRequest request) {
        return Preconditions.of(request).on(version -> json.tag(view(version, request)));
    }

    private VersionView view(VersionDetails version, HttpServerRequest request) {
        return VersionView.of(version, publicUrl, request);
    }
}
