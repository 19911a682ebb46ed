package io.weighhouse.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.NeedsNothing;

/** One plain page for people who open the registry's address in a browser. */
@Path("/")
@Tag(name = "Home")
public class HomeResource {

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Weighhouse</title>
            <h1>Weighhouse</h1>
            <p>This is a registry for TensorFlow.js models.
            <p>Save: <code>await model.save(tf.io.http('%1$s', {requestInit: {headers: {Authorization: 'Bearer wh_…'}}}))</code>
            <p>Load: <code>await tf.loadLayersModel('%2$s')</code>
            </html>
            """;

    private final PublicUrl publicUrl;

    HomeResource(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    @GET
    @NeedsNothing
    @Produces(MediaType.TEXT_HTML)
    @Operation(operationId = "home", summary = "What this is")
    @APIResponse(responseCode = "200", ref = "Home")
    @APIResponse(responseCode = "406", description = "not-acceptable")
    public RestResponse<String> home(@Context HttpServerRequest request) {
        String page = PAGE.formatted(escaped(publicUrl.to("/models/{namespace}/{model}", request)),
                escaped(publicUrl.to("/models/{namespace}/{model}/model.json", request)));
        return RestResponse.ResponseBuilder.ok(page)
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
                .build();
    }

    /** The host in a link is the client's text. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
