package io.weighhouse.catalog.api;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.catalog.Expectation;
import io.weighhouse.catalog.NamespaceDetails;
import io.weighhouse.catalog.NamespaceName;
import io.weighhouse.catalog.QuotaChange;
import io.weighhouse.catalog.api.exchange.Cursor;
import io.weighhouse.catalog.api.exchange.JsonBody;
import io.weighhouse.catalog.api.exchange.JsonExchange;
import io.weighhouse.catalog.api.exchange.JsonMembers;
import io.weighhouse.catalog.api.exchange.Page;
import io.weighhouse.catalog.api.exchange.PageRequest;
import io.weighhouse.catalog.api.exchange.Preconditions;
import io.weighhouse.catalog.database.Namespaces;
import io.weighhouse.problem.ProblemType;

/** Between HTTP and namespaces: who may, what is expected, what the answer looks like. */
@ApplicationScoped
class ManageNamespaces {

    private static final String BYTES = "bytesQuota";
    private static final String VERSIONS = "versionsQuota";
    private static final String MODELS = "modelsQuota";
    private static final Set<String> QUOTAS = Set.of(BYTES, VERSIONS, MODELS);
    private static final Set<String> MEMBERS = Set.of("description", BYTES, VERSIONS, MODELS);

    private final Access access;
    private final Namespaces namespaces;
    private final JsonExchange json;

    ManageNamespaces(Access access, Namespaces namespaces, JsonExchange json) {
        this.access = access;
        this.namespaces = namespaces;
        this.json = json;
    }

    Uni<RestResponse<Buffer>> find(HttpServerRequest request, NamespaceName name) {
        return namespaces.find(name)
                .map(found -> found.orElseThrow(() -> ProblemType.NOT_FOUND.because("There is no such namespace")))
                .map(namespace -> json.current(NamespaceView.of(namespace), request));
    }

    Uni<RestResponse<Buffer>> list(HttpServerRequest request) {
        PageRequest page = PageRequest.of(request);
        return namespaces.page(access.caller().readScope(), page.after().map(Cursor::key).orElse(""), page.rows())
                .map(rows -> Page.of(rows, page.limit(), NamespaceView::of,
                        namespace -> new Cursor(namespace.name().value())))
                .map(view -> json.current(view, request));
    }

    Uni<RestResponse<Buffer>> put(HttpServerRequest request, NamespaceName name) {
        Caller caller = access.caller();
        return json.body(request, Set.of(JsonBody.JSON), Preconditions::acceptAny)
                .invoke(body -> checkQuota(caller, body))
                .chain(body -> namespaces.put(name, expected(request), () -> wish(body), caller.actor(request)))
                .map(put -> json.changed(put.created() ? Status.CREATED : Status.OK, NamespaceView.of(put.namespace())));
    }

    /** Who administers a namespace does not say how much it may hold: that is for who administers them all. */
    private void checkQuota(Caller caller, JsonBody body) {
        if (QUOTAS.stream().anyMatch(body.members()::has)) {
            access.checkAdministersEverything(caller);
        }
    }

    private static Namespaces.Wish wish(JsonBody body) {
        JsonMembers members = body.members().only(MEMBERS);
        return new Namespaces.Wish(members.isNull("description") ? Optional.empty() : Optional.of(members.text("description")),
                new QuotaChange(quota(members, BYTES), quota(members, VERSIONS), quota(members, MODELS)));
    }

    private static Optional<OptionalLong> quota(JsonMembers members, String name) {
        if (!members.has(name)) {
            return Optional.empty();
        }
        return Optional.of(members.isNull(name) ? OptionalLong.empty() : OptionalLong.of(members.count(name)));
    }

    Uni<RestResponse<Buffer>> delete(HttpServerRequest request, NamespaceName name) {
        return namespaces.delete(name, expected(request), access.caller().actor(request))
                .map(ignored -> json.deleted(0));
    }

    private Expectation<NamespaceDetails> expected(HttpServerRequest request) {
        return Preconditions.of(request).on(namespace -> json.tag(NamespaceView.of(namespace)));
    }
}
