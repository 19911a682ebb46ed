package io.weighhouse.web;

import io.vertx.core.http.HttpServerRequest;

/** Absolute URLs at which a version can be had: the one place that says which there are. */
public record VersionLinks(String load, String latest, String bundle) {

    /** @param model its full name */
    public static VersionLinks of(String model, int version, PublicUrl publicUrl, HttpServerRequest request) {
        String base = publicUrl.to("/models/" + model + "/", request);
        return new VersionLinks(base + version + "/model.json", base + "model.json", base + version + "/bundle.zip");
    }
}
