package io.weighhouse.storage.choice;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The local folder of blobs; unused where {@code weighhouse.s3.bucket} is set. */
@ConfigMapping(prefix = "weighhouse.storage")
public interface StorageSettings {

    /** Folder of the blobs, made when it is missing. All replicas of a registry would have to share it: one replica only. */
    @WithDefault("${weighhouse.data:data}/blobs")
    Path folder();
}
