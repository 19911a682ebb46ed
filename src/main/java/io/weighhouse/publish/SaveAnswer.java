package io.weighhouse.publish;

import java.time.Instant;
import java.util.List;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.weighhouse.catalog.Candidate;
import io.weighhouse.catalog.ModelFileFacts;
import io.weighhouse.catalog.Published;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.web.VersionLinks;

/** The answer to a save. The OpenAPI document has a schema of its own for it. */
@Schema(hidden = true)
public record SaveAnswer(String model, int version, String digest, boolean created, String format,
        ArtifactsInfo modelArtifactsInfo, List<File> files, VersionLinks links) {

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

    static SaveAnswer of(Published published, VersionLinks links) {
        Candidate content = published.content();
        ModelFileFacts modelFile = content.modelFile();
        var info = new ArtifactsInfo(published.createdAt(), "JSON", modelFile.topologyBytes(), modelFile.weightSpecsBytes(),
                content.weightBytes());
        return new SaveAnswer(content.model().toString(), published.number(), content.digest().ref(), published.created(),
                modelFile.format().orElse(null), info, content.files().stream().map(File::of).toList(), links);
    }
}
