package io.weighhouse.catalog.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.vertx.core.http.HttpServerRequest;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.VersionDetails;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.web.PublicUrl;
import io.weighhouse.web.VersionLinks;

/** A version as answers show it: what its save was told, and what people say of it. */
record VersionView(String model, int version, String digest, String format, ArtifactsInfo modelArtifactsInfo,
        List<File> files, VersionLinks links, Map<String, String> labels, String description, Instant createdAt,
        String createdBy,
        String generatedBy, List<String> aliases) {

    /** TensorFlow.js' own summary of a saved model; sizes in bytes. */
    record ArtifactsInfo(Instant dateSaved, String modelTopologyType, long modelTopologyBytes, long weightSpecsBytes,
            long weightDataBytes) {
    }

    /** A shard or an extra file. */
    record File(String path, String role, long bytes, @JsonProperty("sha256") String sha256) {

        static File of(VersionFile file) {
            return new File(file.path(), file.role().text(), file.bytes(), file.digest().hex());
        }
    }

    static VersionView of(VersionDetails details, PublicUrl publicUrl, HttpServerRequest request) {
        PublishedVersion version = details.version();
        var links = VersionLinks.of(version.model().toString(), version.number(), publicUrl, request);
        var info = new ArtifactsInfo(version.createdAt(), "JSON", version.topologyBytes(), version.weightSpecsBytes(),
                version.weightBytes());
        return new VersionView(version.model().toString(), version.number(), version.digest().ref(),
                version.format().orElse(null), info, version.files().stream().map(File::of).toList(), links,
                details.labels().values(), details.description().orElse(null), version.createdAt(), details.createdBy(),
                details.generatedBy().orElse(null), details.aliases());
    }
}
