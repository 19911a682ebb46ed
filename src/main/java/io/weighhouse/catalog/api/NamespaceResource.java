package io.weighhouse.catalog.api;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Needs;
import io.weighhouse.access.NeedsCredentials;
import io.weighhouse.access.Permission;
import io.weighhouse.catalog.NamespaceName;

/** Namespaces: the owners of models. */
@Path("")
@APIResponse(responseCode = "400", description = "invalid-name, malformed-request")
@APIResponse(responseCode = "401", description = "unauthenticated")
@APIResponse(responseCode = "503", description = "database-unavailable")
public class NamespaceResource {

    private final ManageNamespaces namespaces;

    NamespaceResource(ManageNamespaces namespaces) {
        this.namespaces = namespaces;
    }

    @GET
    @Path("/api/v1/namespaces")
    @NeedsCredentials
    @Operation(summary = "List the namespaces", description = "By name; ?limit= and ?after= page.")
    @APIResponse(responseCode = "200", description = "A page of namespaces")
    public Uni<RestResponse<Buffer>> list(@Context HttpServerRequest request) {
        return namespaces.list(request);
    }

    @GET
    @Path("/api/v1/namespaces/{namespace}")
    @Needs(Permission.READ)
    @Operation(summary = "A namespace, and how much it stores")
    @APIResponse(responseCode = "200", description = "The namespace")
    @APIResponse(responseCode = "404", description = "not-found")
    public Uni<RestResponse<Buffer>> find(@RestPath String namespace, @Context HttpServerRequest request) {
        return namespaces.find(request, new NamespaceName(namespace));
    }

    @PUT
    @Path("/api/v1/namespaces/{namespace}")
    @Needs(Permission.ADMIN)
    @Operation(summary = "Make or describe a namespace", description = "{\"description\": \"…\", "
            + "\"bytesQuota\": 10000000000}; preconditions are honoured.")
    @APIResponse(responseCode = "200", description = "The namespace was described")
    @APIResponse(responseCode = "201", description = "The namespace was made")
    @APIResponse(responseCode = "403", description = "forbidden: quotas are set by who administers all namespaces")
    @APIResponse(responseCode = "412", description = "precondition-failed")
    @APIResponse(responseCode = "413", description = "too-large")
    @APIResponse(responseCode = "415", description = "unsupported-media-type")
    public Uni<RestResponse<Buffer>> put(@RestPath String namespace, @Context HttpServerRequest request) {
        return namespaces.put(request, new NamespaceName(namespace));
    }

    @DELETE
    @Path("/api/v1/namespaces/{namespace}")
    @Needs(Permission.ADMIN)
    @Operation(summary = "Delete an empty namespace")
    @APIResponse(responseCode = "200", description = "It is gone; no bytes are to be freed")
    @APIResponse(responseCode = "404", description = "not-found")
    @APIResponse(responseCode = "409", description = "conflict: it has models")
    @APIResponse(responseCode = "412", description = "precondition-failed")
    public Uni<RestResponse<Buffer>> delete(@RestPath String namespace, @Context HttpServerRequest request) {
        return namespaces.delete(request, new NamespaceName(namespace));
    }
}
