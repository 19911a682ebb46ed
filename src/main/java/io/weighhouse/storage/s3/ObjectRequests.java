package io.weighhouse.storage.s3;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.Executor;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.weighhouse.storage.CallerContext;
import io.weighhouse.storage.StorageKey;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signed requests for single objects, sent by Vert.x on the event loop of the caller. The bytes of saves and loads take this
 * way: the SDK's own would lead them through two more threads and cost a small save as much as all the rest of it.
 */
final class ObjectRequests implements AutoCloseable {

    private static final int CHUNK_BYTES = 64 << 10;
    private static final int KEEP_ALIVE_SECONDS = 15;

    private final Vertx vertx;
    private final HttpClient connections;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsProvider credentials;
    private final S3Settings settings;
    private final URI bucket;

    /** @param bucket address of the bucket, with a slash at its end */
    ObjectRequests(Vertx vertx, S3Settings settings, AwsCredentialsProvider credentials, URI bucket) {
        this.vertx = vertx;
        this.settings = settings;
        this.credentials = credentials;
        this.bucket = bucket;
        this.connections = vertx.createHttpClient(
                new HttpClientOptions().setSsl("https".equals(bucket.getScheme())).setMaxChunkSize(CHUNK_BYTES)
                        .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
                new PoolOptions().setHttp1MaxSize(settings.maxConnections()));
    }

    /** Where a request and its answer live: the caller's own context, unless the caller has none. To be asked by the caller. */
    Executor loop() {
        return CallerContext.of(vertx.getOrCreateContext());
    }

    /** A request that only lacks its body and its end. To be subscribed to on the {@link #loop}. */
    Uni<HttpClientRequest> open(HttpMethod method, StorageKey key, Map<String, String> headers) {
        return Uni.createFrom().completionStage(credentials::resolveIdentity)
                .chain(identity -> UniHelper.toUni(connections.request(options(signed(identity, method, key, headers)))));
    }

    private RequestOptions options(SdkHttpRequest signed) {
        var options = new RequestOptions().setMethod(HttpMethod.valueOf(signed.method().name()))
                .setHost(signed.host()).setPort(signed.port()).setURI(signed.encodedPath())
                .setConnectTimeout(settings.acquisitionTimeout().toMillis());
        signed.forEachHeader((name, values) -> options.putHeader(name, String.join(",", values)));
        return options;
    }

    /** What is signed does not depend on the body: its length may be large, and its digest is known only at its end. */
    private SdkHttpRequest signed(AwsCredentialsIdentity identity, HttpMethod method, StorageKey key,
            Map<String, String> headers) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method.name()))
                .uri(bucket.resolve(key.value()));
        headers.forEach(request::putHeader);
        return signer.sign(sign -> sign.identity(identity).request(request.build())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, settings.region())
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)).request();
    }

    @Override
    public void close() {
        connections.close();
    }
}
