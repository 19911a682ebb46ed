package io.weighhouse.storage.s3;

import java.net.URI;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/**
 * The SDK's clients. Built here and not by the Quarkus extension (which makes the SDK fit for native images), because there
 * have to be two: a streamed save must never be tried again. Quarkus' properties could also not say "static credentials, but
 * only where a key is set".
 */
final class S3Clients implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final int EVENT_LOOPS = 2;
    /** Every answer hops to its caller's context anyway; a pool in between would only add a second hop. */
    private static final Executor ON_THE_SPOT = Runnable::run;

    private final S3Settings settings;
    private final AwsCredentialsProvider credentials;
    private final SdkEventLoopGroup eventLoops = SdkEventLoopGroup.builder().numberOfThreads(EVENT_LOOPS).build();
    private final ScheduledExecutorService timer = timer();
    private final SdkAsyncHttpClient connections;
    private final S3AsyncClient calls;
    private final S3AsyncClient puts;

    S3Clients(S3Settings settings) {
        this.settings = settings;
        this.credentials = credentials(settings);
        this.connections = connections();
        RetryStrategy retries = AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(ATTEMPTS).build();
        this.calls = client(untimed(retries).apiCallAttemptTimeout(settings.callTimeout()).build());
        this.puts = client(untimed(AwsRetryStrategy.doNotRetry()).build());
    }

    /** Small calls: repeated after a failure, bounded in time. */
    S3AsyncClient calls() {
        return calls;
    }

    /** Streamed saves: never repeated, and as long as they go on, without end. */
    S3AsyncClient puts() {
        return puts;
    }

    AwsCredentialsProvider credentials() {
        return credentials;
    }

    /** Where a bucket's objects are, with a slash at its end. */
    URI addressOf(String bucket) {
        String one = calls.utilities().getUrl(object -> object.bucket(bucket).key("-")).toString();
        return URI.create(one.substring(0, one.length() - 1));
    }

    ScheduledExecutorService scheduler() {
        return timer;
    }

    @Override
    public void close() {
        calls.close();
        puts.close();
        connections.close();
        eventLoops.eventLoopGroup().shutdownGracefully(0, 1, TimeUnit.SECONDS);
        timer.shutdownNow();
        if (credentials instanceof AutoCloseable closeable) {
            closeQuietly(closeable);
        }
    }

    private S3AsyncClient client(ClientOverrideConfiguration behaviour) {
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .httpClient(connections)
                .overrideConfiguration(behaviour)
                .asyncConfiguration(
                        on -> on.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, ON_THE_SPOT))
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials)
                .forcePathStyle(settings.pathStyle().orElse(settings.endpoint().isPresent()))
                .requestChecksumCalculation(settings.checksums())
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private SdkAsyncHttpClient connections() {
        return NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(eventLoops)
                .maxConcurrency(settings.maxConnections())
                .connectionTimeout(settings.connectTimeout())
                .connectionAcquisitionTimeout(settings.acquisitionTimeout())
                .tlsNegotiationTimeout(settings.connectTimeout())
                .writeTimeout(settings.idleTimeout())
                .readTimeout(settings.idleTimeout())
                .build();
    }

    private ClientOverrideConfiguration.Builder untimed(RetryStrategy retries) {
        return ClientOverrideConfiguration.builder().retryStrategy(retries).scheduledExecutorService(timer);
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.accessKey().isPresent() && settings.secretKey().isPresent()
                ? StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey().get(), settings.secretKey().get()))
                : DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build();
    }

    private static ScheduledExecutorService timer() {
        var timer = new ScheduledThreadPoolExecutor(1, S3Clients::daemon);
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "s3-timer");
        thread.setDaemon(true);
        return thread;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception failure) {
            throw new IllegalStateException("The credentials cannot be given back", failure);
        }
    }
}
