package io.weighhouse.storage.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.weighhouse.settings.PositiveDuration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;

/** Where the S3-compatible store is, and how long it may take. */
@ConfigMapping(prefix = "weighhouse.s3")
public interface S3Settings {

    /** Bucket of the blobs; it must exist. Setting it chooses the S3 store over the local folder. */
    Optional<String> bucket();

    /** Address of the store, such as {@code http://minio:9000}. Without it the region's own endpoint of AWS. */
    Optional<URI> endpoint();

    /** Region that requests are signed for. Stores other than AWS mostly ignore it. */
    @WithDefault("us-east-1")
    String region();

    /** Access key. Without it the SDK looks where it always does: environment, profile, the pod's or machine's role. */
    Optional<String> accessKey();

    /** Secret of the access key. */
    Optional<String> secretKey();

    /** Whether the bucket is named in the path instead of the host. Default: yes where an endpoint is set. */
    Optional<Boolean> pathStyle();

    /**
     * When checksums go with requests. {@code when-supported} adds a CRC32 to every upload as a trailer, which some stores
     * refuse; the registry compares SHA-256 itself.
     */
    @WithDefault("when-required")
    RequestChecksumCalculation checksums();

    /** Largest blob that is sent as one request when its length is known. AWS allows 5 GiB; a larger one goes in parts. */
    @WithDefault("5G")
    MemorySize maxSinglePut();

    /** Size of the first upload parts of a blob of unknown length; doubled every 1000 parts. Two are held in memory a save. */
    @WithDefault("8M")
    MemorySize uploadPartSize();

    /** Connections for saves; as many again for loads, and for small calls. More wait for {@link #acquisitionTimeout}. */
    @WithDefault("128")
    int maxConnections();

    /** Time to connect. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration connectTimeout();

    /** Time to wait for a free connection. */
    @WithDefault("10s")
    @WithConverter(PositiveDuration.class)
    Duration acquisitionTimeout();

    /** Time for one attempt of a small call, or until a load's first byte. There are three attempts. */
    @WithDefault("10s")
    @WithConverter(PositiveDuration.class)
    Duration callTimeout();

    /** Silence of the store, in the middle of a transfer or after its end, after which the transfer fails. */
    @WithDefault("30s")
    @WithConverter(PositiveDuration.class)
    Duration idleTimeout();
}
