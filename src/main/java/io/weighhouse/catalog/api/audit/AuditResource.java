package io.weighhouse.catalog.api.audit;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.NeedsCredentials;
import io.weighhouse.document.Takes;

/** Who did what when: for those who administer a namespace, or all of them. */
@Path("")
@Tag(name = "Manage")
public class AuditResource {

    private final ListAudit audit;

    AuditResource(ListAudit audit) {
        this.audit = audit;
    }

    @GET
    @Path("/api/v1/audit")
    @NeedsCredentials
    @Operation(operationId = "listAudit", summary = "Who did what when", description = "The newest first; of the namespaces that the caller administers.")
    @Takes({ "namespaceFilter", "modelFilter", "who", "action", "since", "until", "limit", "after", "IfNoneMatch" })
    @APIResponse(responseCode = "200", ref = "Audit")
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "400", description = "malformed-request, invalid-name")
    @APIResponse(responseCode = "403", description = "forbidden: the caller administers no namespace, or not this one")
    public Uni<RestResponse<Buffer>> list(@Context HttpServerRequest request) {
        return audit.list(request);
    }
}
