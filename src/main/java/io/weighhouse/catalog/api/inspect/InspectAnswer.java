package io.weighhouse.catalog.api.inspect;

import java.util.Arrays;

import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.Visibility;
import io.weighhouse.catalog.api.inspect.InspectVersions.Inspected;

/** Puts a table or a comparison into an HTTP answer: it may be kept as long as the versions that the URL names. */
final class InspectAnswer {

    private static final String FOREVER = "max-age=31536000, immutable";

    private InspectAnswer() {
    }

    static RestResponse<byte[]> of(Inspected inspected, HttpServerRequest request) {
        String tag = inspected.body().entityTag();
        return begin(inspected.body(), request)
                .header("ETag", tag)
                .header("Cache-Control", cacheControl(inspected))
                .build();
    }

    /** Of an answer without its body nobody else tells the length. */
    private static ResponseBuilder<byte[]> begin(InspectBody body, HttpServerRequest request) {
        if (matches(request.getHeader("If-None-Match"), body.entityTag())) {
            return ResponseBuilder.create(Status.NOT_MODIFIED);
        }
        ResponseBuilder<byte[]> answer = ResponseBuilder.ok(body.bytes(), MediaType.APPLICATION_JSON);
        return request.method() == HttpMethod.HEAD ? answer.header("Content-Length", body.bytes().length) : answer;
    }

    private static String cacheControl(Inspected inspected) {
        if (inspected.versions().stream().anyMatch(version -> version.ref().moves())) {
            return "no-cache";
        }
        boolean open = inspected.versions().stream().allMatch(version -> version.visibility() == Visibility.PUBLIC);
        return (open ? "public, " : "private, ") + FOREVER;
    }

    private static boolean matches(String ifNoneMatch, String tag) {
        return ifNoneMatch != null && Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
    }
}
