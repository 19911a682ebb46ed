package io.weighhouse.publish;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.multipart.Boundary;
import io.weighhouse.multipart.FormPart;
import io.weighhouse.multipart.MultipartLimits;
import io.weighhouse.multipart.MultipartReader;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.publish.meters.SaveMeters;
import io.weighhouse.web.Pace;
import io.weighhouse.web.RequestBody;

/** The body of a save as form parts: refused by its headers, or read within the limits. */
@ApplicationScoped
class SaveBody {

    private static final int MOST_AROUND_PARTS = 64 << 10;

    private final PublishSettings settings;
    private final Vertx vertx;
    private final SaveMeters meters;
    private final Set<RequestBody> arriving = ConcurrentHashMap.newKeySet();

    SaveBody(PublishSettings settings, Vertx vertx, SaveMeters meters) {
        this.settings = settings;
        this.vertx = vertx;
        this.meters = meters;
    }

    void checkMediaType(HttpServerRequest request) {
        Boundary.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
        refuseEncoded(request);
    }

    /** The body is wanted: from here on it flows, as far as it is asked for. */
    Multi<FormPart> parts(HttpServerRequest request, SaveRequest save) {
        Boundary boundary = Boundary.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
        refuseAnnounced(save);
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        var pace = new Pace(settings.leastPace().asLongValue(), settings.paceWindow());
        var body = new RequestBody(request, vertx, settings.idleTimeout(), pace);
        arriving.add(body);
        return MultipartReader.read(boundary, limits(), meters.counting(body))
                .onTermination().invoke(() -> arriving.remove(body));
    }

    /** Breaks off all that still arrives. */
    void cutAll(RegistryException refusal) {
        arriving.forEach(body -> body.cut(refusal));
    }

    private static void refuseEncoded(HttpServerRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.because("Bodies are taken as they are, not with Content-Encoding '%s'",
                    encoding);
        }
    }

    private void refuseAnnounced(SaveRequest save) {
        long limit = settings.maxBodySize().asLongValue();
        if (save.announcedBytes().orElse(0) > limit) {
            throw ProblemType.TOO_LARGE.because("A save has %d bytes at most", limit).with("limit", limit);
        }
    }

    private MultipartLimits limits() {
        return new MultipartLimits(settings.maxParts(), settings.maxPartHeaders(),
                settings.maxPartHeaderSize().asLongValue(), MOST_AROUND_PARTS, settings.maxBodySize().asLongValue());
    }
}
