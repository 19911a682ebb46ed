package io.weighhouse.catalog.api.links;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.access.links.LinkRing.Made;
import io.weighhouse.web.PublicUrl;

/**
 * A link in the answer to its making, the only one with its URL.
 *
 * @param load URL of the model file; null where it is for saves
 * @param save URL to save to; null where it is for loads
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MadeLinkView(String id, String load, String save, Instant expiresAt) {

    static MadeLinkView of(Made made, PublicUrl publicUrl, HttpServerRequest request) {
        boolean saves = made.link().scope().isForSaves();
        String url = publicUrl.to("/models/" + made.link().scope() + (saves ? "" : "/model.json") + "?t=" + made.token(),
                request);
        return new MadeLinkView(made.link().id(), saves ? null : url, saves ? url : null, made.link().expiresAt());
    }
}
