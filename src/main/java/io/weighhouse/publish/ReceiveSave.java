package io.weighhouse.publish;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.access.Permission;
import io.weighhouse.access.rate.RateLimits;
import io.weighhouse.catalog.Published;
import io.weighhouse.multipart.Boundary;
import io.weighhouse.multipart.FormPart;
import io.weighhouse.multipart.MultipartLimits;
import io.weighhouse.multipart.MultipartReader;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.web.Pace;
import io.weighhouse.web.PublicUrl;
import io.weighhouse.web.RequestBody;
import io.weighhouse.web.VersionLinks;

/** Between HTTP and a publish: decides on the headers whether the body is wanted, hands it over, writes the answer. */
@ApplicationScoped
class ReceiveSave {

    private static final int MOST_AROUND_PARTS = 64 << 10;

    private final Access access;
    private final RateLimits rates;
    private final PublishVersion publishing;
    private final PublishSettings settings;
    private final PublicUrl publicUrl;
    private final Vertx vertx;

    ReceiveSave(Access access, RateLimits rates, PublishVersion publishing, PublishSettings settings, PublicUrl publicUrl,
            Vertx vertx) {
        this.access = access;
        this.rates = rates;
        this.publishing = publishing;
        this.settings = settings;
        this.publicUrl = publicUrl;
        this.vertx = vertx;
    }

    /** A link opens a model that is there; it makes none. */
    Uni<RestResponse<SaveAnswer>> receive(HttpServerRequest request, SaveRequest wanted) {
        Caller caller = access.caller();
        SaveRequest save = caller.link().isPresent() ? wanted.toExistingModel() : wanted;
        return admit(caller, save)
                .invoke(() -> checkMediaType(request))
                .call(() -> count(caller, request, save))
                .chain(() -> publishing.publish(save, caller.actor(request),
                        Multi.createFrom().deferred(() -> parts(request, save))))
                .map(published -> answer(published, request));
    }

    /** The model may be named by a header, which the gate does not read. */
    private Uni<Void> admit(Caller caller, SaveRequest save) {
        Uni<Void> mayPublish = access.admit(caller, Permission.PUBLISH, save.model());
        return save.options().alias().isEmpty() ? mayPublish
                : mayPublish.chain(() -> access.admit(caller, Permission.PROMOTE, save.model()));
    }

    private Uni<Void> count(Caller caller, HttpServerRequest request, SaveRequest save) {
        return Uni.createFrom().voidItem().invoke(() -> rates.count(caller, request))
                .onFailure().recoverWithUni(tooOften -> publishing.refuse(save, tooOften));
    }

    private static void checkMediaType(HttpServerRequest request) {
        Boundary.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
        refuseEncoded(request);
    }

    /** The body is wanted: from here on it flows, as far as it is asked for. */
    private Multi<FormPart> parts(HttpServerRequest request, SaveRequest save) {
        Boundary boundary = Boundary.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
        refuseAnnounced(save);
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        var pace = new Pace(settings.leastPace().asLongValue(), settings.paceWindow());
        return MultipartReader.read(boundary, limits(), new RequestBody(request, vertx, settings.idleTimeout(), pace));
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

    private RestResponse<SaveAnswer> answer(Published published, HttpServerRequest request) {
        var links = VersionLinks.of(published.content().model().toString(), published.number(), publicUrl, request);
        return ResponseBuilder.create(published.created() ? Status.CREATED : Status.OK, SaveAnswer.of(published, links))
                .type(MediaType.APPLICATION_JSON)
                .header("Location", links.load())
                .header("ETag", '"' + published.content().modelFile().digest().ref() + '"')
                .header("Cache-Control", "no-store")
                .build();
    }
}
