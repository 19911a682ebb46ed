package io.weighhouse.storage.s3;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server in the test's JVM, which keeps its objects in memory and checks signatures. */
@SuppressWarnings("try") // S3Proxy itself may throw anything when it stops
public final class S3ProxyServer implements AutoCloseable {

    private static final String ACCESS_KEY = "test-access-key";
    private static final String SECRET_KEY = "test-secret-key";

    private final BlobStore objects = BlobStores.create("transient-nio2", new Properties());
    private final S3Proxy proxy;
    private final String bucket = "weighhouse-" + UUID.randomUUID().toString().substring(0, 8);

    private S3ProxyServer() {
        proxy = S3Proxy.builder()
                .blobStore(objects)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .build();
    }

    /** Runs, and has one empty bucket. */
    public static S3ProxyServer started() throws Exception {
        var server = new S3ProxyServer();
        server.proxy.start();
        server.objects.createContainer(server.bucket);
        return server;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    public String bucket() {
        return bucket;
    }

    /** What the registry has to be told to use this server. */
    public Map<String, String> configuration() {
        return Map.of(
                "weighhouse.s3.bucket", bucket,
                "weighhouse.s3.endpoint", endpoint().toString(),
                "weighhouse.s3.access-key", ACCESS_KEY,
                "weighhouse.s3.secret-key", SECRET_KEY);
    }

    /** Keys of all objects, and of all uploads that were neither completed nor aborted. */
    public java.util.List<String> everything() {
        return Stream.concat(
                objects.list(bucket).contents().stream().map(S3Object::key),
                objects.listMultipartUploads(bucket).stream().map(MultipartUpload::key).map(key -> key + " (upload)"))
                .sorted().toList();
    }

    /** Bytes of an object, past the driver. */
    public long sizeOf(String key) {
        return objects.blobMetadata(bucket, key).contentLength();
    }

    /** Writes an object, past the driver. */
    public void put(String key, byte[] content) {
        objects.putBlob(PutObjectRequest.builder().bucket(bucket).key(key).contentLength((long) content.length).build(),
                new ByteArrayInputStream(content));
    }

    /** Deletes an object, past the driver. */
    public void remove(String key) {
        objects.removeBlob(bucket, key);
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
    }
}
