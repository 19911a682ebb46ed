package io.weighhouse.catalog.api;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Needs;
import io.weighhouse.access.NeedsCredentials;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.NamespaceName;
import io.weighhouse.document.Takes;

/** Namespaces: the owners of models. */
@Path("")
@Tag(name = "Manage")
public class NamespaceResource {

    private final ManageNamespaces namespaces;

    NamespaceResource(ManageNamespaces namespaces) {
        this.namespaces = namespaces;
    }

    @GET
    @Path("/api/v1/namespaces")
    @NeedsCredentials
    @Operation(operationId = "listNamespaces", summary = "List the namespaces", description = "By name.")
    @Takes({ "limit", "after", "IfNoneMatch" })
    @APIResponse(responseCode = "200", ref = "Namespaces")
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "400", description = "malformed-request")
    public Uni<RestResponse<Buffer>> list(@Context HttpServerRequest request) {
        return namespaces.list(request);
    }

    @GET
    @Path("/api/v1/namespaces/{namespace}")
    @Needs(Permission.READ)
    @Operation(operationId = "getNamespace", summary = "A namespace, and how much it stores")
    @Takes("IfNoneMatch")
    @APIResponse(responseCode = "200", ref = "Namespace")
    @APIResponse(responseCode = "304", ref = "NotModified")
    public Uni<RestResponse<Buffer>> find(@RestPath String namespace, @Context HttpServerRequest request) {
        return namespaces.find(request, new NamespaceName(namespace));
    }

    @PUT
    @Path("/api/v1/namespaces/{namespace}")
    @Needs(Permission.ADMIN)
    @Operation(operationId = "putNamespace", summary = "Make or describe a namespace", description = "201 where that made it, else 200; "
            + "preconditions are honoured.")
    @Takes({ "IfMatch", "IfNoneMatchAny" })
    @RequestBody(ref = "NamespaceDescription")
    @APIResponse(responseCode = "200", ref = "Namespace")
    @APIResponse(responseCode = "201", ref = "Namespace")
    @APIResponse(responseCode = "403", description = "forbidden: quotas are set by who administers all namespaces")
    @APIResponse(responseCode = "412", description = "precondition-failed")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    @APIResponse(responseCode = "400", description = "malformed-request")
    @APIResponse(responseCode = "408", description = "upload-too-slow")
    public Uni<RestResponse<Buffer>> put(@RestPath String namespace, @Context HttpServerRequest request) {
        return namespaces.put(request, new NamespaceName(namespace));
    }

    @DELETE
    @Path("/api/v1/namespaces/{namespace}")
    @Needs(Permission.ADMIN)
    @Operation(operationId = "deleteNamespace", summary = "Delete an empty namespace")
    @Takes("IfMatch")
    @APIResponse(responseCode = "200", ref = "BytesToFree")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "conflict: it has models")
    @APIResponse(responseCode = "412", description = "precondition-failed")
    public Uni<RestResponse<Buffer>> delete(@RestPath String namespace, @Context HttpServerRequest request) {
        return namespaces.delete(request, new NamespaceName(namespace));
    }
}
