package io.weighhouse.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** A refusal as it goes over the wire (RFC 9457): status, headers and body. */
public record Problem(int status, Map<String, String> headers, Buffer body) {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final Pattern SHARD = Pattern.compile(
            "/models/[^/]+/[^/]+/(?!([^/]+/)?(model\\.json|bundle\\.zip|artifacts\\.json)/?$).+");

    /** The answer to that request. At the URL of a shard it has no body: TensorFlow.js takes any body for weights. */
    public static Problem of(RegistryException refusal, HttpServerRequest request) {
        Map<String, String> headers = headers(refusal);
        int status = refusal.type().status();
        if (SHARD.matcher(request.path()).matches()) {
            return new Problem(status, headers, Buffer.buffer());
        }
        headers.put("Content-Type", MEDIA_TYPE);
        return new Problem(status, headers, new JsonObject(members(refusal, request.path())).toBuffer());
    }

    /** Answers the request with it. */
    public void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response().setStatusCode(status);
        headers.forEach(response::putHeader);
        response.putHeader("Content-Length", Integer.toString(body.length()));
        if (request.method() == HttpMethod.HEAD) {
            response.end();
        } else {
            response.end(body);
        }
    }

    private static Map<String, String> headers(RegistryException refusal) {
        Map<String, String> headers = new LinkedHashMap<>(refusal.headers());
        int status = refusal.type().status();
        headers.put("Cache-Control", "no-store");
        if (status == 401) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        if (status == 429 || status == 503) {
            headers.putIfAbsent("Retry-After", RETRY_AFTER_SECONDS);
        }
        return headers;
    }

    private static Map<String, Object> members(RegistryException refusal, String instance) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "/problems/" + refusal.type().slug());
        members.put("title", refusal.type().title());
        members.put("status", refusal.type().status());
        members.put("detail", refusal.getMessage());
        members.put("instance", instance);
        members.putAll(refusal.members());
        return members;
    }
}
