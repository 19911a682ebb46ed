package io.weighhouse.catalog.api.exchange;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response.Status;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.Digest;

/** How the management API takes and gives JSON: answers are named by a strong tag over their bytes. */
@ApplicationScoped
public class JsonExchange {

    private static final int TAG_DIGITS = 32;

    private final ObjectMapper mapper;
    private final Vertx vertx;

    JsonExchange(ObjectMapper mapper, Vertx vertx) {
        this.mapper = mapper;
        this.vertx = vertx;
    }

    /**
     * The body of a change.
     *
     * @param types that it may have
     * @param needed preconditions, without which it is not read
     */
    public Uni<JsonBody> body(HttpServerRequest request, Set<String> types, Consumer<Preconditions> needed) {
        JsonBody.checkType(request, types);
        needed.accept(Preconditions.of(request));
        return JsonBody.read(request, vertx);
    }

    /** The answer to a GET: 304 where the client has it already. */
    public RestResponse<Buffer> current(Object view, HttpServerRequest request) {
        byte[] body = bytes(view);
        return Preconditions.of(request).isKnown(tag(body)) ? named(ResponseBuilder.create(Status.NOT_MODIFIED), body)
                : sent(Status.OK, body);
    }

    /** The answer to a change. */
    public RestResponse<Buffer> changed(Status status, Object view) {
        return sent(status, bytes(view));
    }

    /** The answer to the making of something whose like is nowhere else: nobody keeps it on the way. */
    public RestResponse<Buffer> created(Object view) {
        return ResponseBuilder.create(Status.CREATED, Buffer.buffer(bytes(view))).header("Content-Type", "application/json")
                .header("Cache-Control", "no-store").build();
    }

    /** The answer to a deletion: how many bytes the clean-up will free. */
    public RestResponse<Buffer> deleted(long bytesToFree) {
        Buffer body = Buffer.buffer(bytes(Map.of("bytesToFree", bytesToFree)));
        return ResponseBuilder.ok(body).header("Content-Type", "application/json").header("Cache-Control", "no-store").build();
    }

    /** The tag under which a client knows this view. */
    public String tag(Object view) {
        return tag(bytes(view));
    }

    private static RestResponse<Buffer> sent(Status status, byte[] body) {
        return named(ResponseBuilder.create(status, Buffer.buffer(body)).header("Content-Type", "application/json"), body);
    }

    private static RestResponse<Buffer> named(ResponseBuilder<Buffer> answer, byte[] body) {
        return answer.header("ETag", tag(body)).header("Cache-Control", "no-cache").build();
    }

    private static String tag(byte[] body) {
        return '"' + Digest.of(body).hex().substring(0, TAG_DIGITS) + '"';
    }

    private byte[] bytes(Object view) {
        try {
            return mapper.writeValueAsBytes(view);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
