package io.weighhouse.catalog.api.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.web.Pace;
import io.weighhouse.web.RequestBody;

/** The body of a request to the management API: a small JSON object. It is read strictly, and only when it is asked for. */
public record JsonBody(Buffer bytes) {

    public static final String JSON = "application/json";
    public static final String MERGE_PATCH = "application/merge-patch+json";

    private static final int MOST_BYTES = 256 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Refuses a body that is not of these types, before it is read. */
    public static void checkType(HttpServerRequest request, Set<String> types) {
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (!types.contains(type) || encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.because("The body must be %s, not compressed",
                    String.join(" or ", types.stream().sorted().toList()));
        }
    }

    /** The bytes, where they are few and come in time. */
    public static Uni<JsonBody> read(HttpServerRequest request, Vertx vertx) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return new RequestBody(request, vertx, PATIENCE, Pace.ANY)
                .collect().in(Buffer::buffer, JsonBody::append)
                .ifNoItem().after(PATIENCE).failWith(() -> ProblemType.UPLOAD_TOO_SLOW
                        .because("The body did not arrive within %d seconds", PATIENCE.toSeconds()))
                .map(JsonBody::new);
    }

    private static void append(Buffer collected, Buffer chunk) {
        if (collected.length() + (long) chunk.length() > MOST_BYTES) {
            throw ProblemType.TOO_LARGE.because("The body has %d bytes at most", MOST_BYTES).with("limit", MOST_BYTES);
        }
        collected.appendBuffer(chunk);
    }

    /** The members of the one object that these bytes are. */
    public JsonMembers members() {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes())).toString();
            JsonNode document = STRICT.readTree(text);
            if (document instanceof ObjectNode object) {
                return new JsonMembers(object, "");
            }
            throw ProblemType.MALFORMED_REQUEST.because("The body must be one JSON object").with("pointer", "");
        } catch (CharacterCodingException notText) {
            throw ProblemType.MALFORMED_REQUEST.because("The body is not UTF-8");
        } catch (JsonProcessingException failure) {
            long offset = failure.getLocation() == null ? 0 : failure.getLocation().getCharOffset();
            throw ProblemType.MALFORMED_REQUEST.because("The body is no JSON, or names a member twice: character %d", offset)
                    .with("offset", offset);
        }
    }
}
