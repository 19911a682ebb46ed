package io.weighhouse.publish;

import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.Access;
import io.weighhouse.access.Caller;
import io.weighhouse.access.Permission;
import io.weighhouse.access.rate.RateLimits;
import io.weighhouse.catalog.Published;
import io.weighhouse.publish.meters.SaveMeters;
import io.weighhouse.web.PublicUrl;
import io.weighhouse.web.VersionLinks;

/** Between HTTP and a publish: decides on the headers whether the body is wanted, hands it over, writes the answer. */
@ApplicationScoped
class ReceiveSave {

    private final Access access;
    private final RateLimits rates;
    private final PublishVersion publishing;
    private final SaveBody body;
    private final PublicUrl publicUrl;
    private final SaveMeters meters;

    ReceiveSave(Access access, RateLimits rates, PublishVersion publishing, SaveBody body, PublicUrl publicUrl,
            SaveMeters meters) {
        this.access = access;
        this.rates = rates;
        this.publishing = publishing;
        this.body = body;
        this.publicUrl = publicUrl;
        this.meters = meters;
    }

    /** A link opens a model that is there; it makes none. */
    Uni<RestResponse<SaveAnswer>> receive(HttpServerRequest request, Supplier<SaveRequest> wanted) {
        Caller caller = access.caller();
        return Uni.createFrom().item(wanted)
                .map(save -> caller.link().isPresent() ? save.toExistingModel() : save)
                .call(save -> admit(caller, save))
                .invoke(() -> body.checkMediaType(request))
                .call(save -> count(caller, request, save))
                .onFailure().invoke(meters::refused)
                .chain(save -> publishing.publish(save, caller.actor(request),
                        Multi.createFrom().deferred(() -> body.parts(request, save))))
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
