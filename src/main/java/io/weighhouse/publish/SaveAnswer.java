package io.weighhouse.publish;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.weighhouse.catalog.Published;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.VersionFile;

/** The answer to a save. */
public record SaveAnswer(String model, int version, String digest, boolean created, String format,
        ArtifactsInfo modelArtifactsInfo, List<File> files, Links links) {

    /** TensorFlow.js' own summary of a saved model; sizes in bytes. */
    public record ArtifactsInfo(Instant dateSaved, String modelTopologyType, long modelTopologyBytes, long weightSpecsBytes,
            long weightDataBytes) {
    }

    /** A shard or an extra file. */
    public record File(String path, String role, long bytes, @JsonProperty("sha256") String sha256) {

        static File of(VersionFile file) {
            return new File(file.path(), file.role().text(), file.bytes(), file.digest().hex());
        }
    }

    /** Absolute URLs. */
    public record Links(String load, String latest) {
    }

    static SaveAnswer of(Published published, Links links) {
        PublishedVersion version = published.version();
        var info = new ArtifactsInfo(version.createdAt().truncatedTo(ChronoUnit.MILLIS), "JSON", version.topologyBytes(),
                version.weightSpecsBytes(), version.weightBytes());
        return new SaveAnswer(version.model().toString(), version.number(), version.digest().ref(), published.created(),
                version.format().orElse(null), info, version.files().stream().map(File::of).toList(), links);
    }
}
