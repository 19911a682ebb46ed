package io.weighhouse.storage.s3;

import java.util.concurrent.CompletionException;

import io.weighhouse.storage.StoreUnusable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the answer to a probe says about the settings. The store tells it by its status alone: the probe has no body. */
final class ProbeFailures {

    private ProbeFailures() {
    }

    static Throwable explain(Throwable failure, String bucket) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AwsServiceException answer) {
            return explain(answer, bucket);
        }
        return isMissingCredentials(cause) ? new StoreUnusable("there are no credentials for the bucket '%s': set "
                + "weighhouse.s3.access-key and weighhouse.s3.secret-key (WEIGHHOUSE_S3_ACCESS_KEY, WEIGHHOUSE_S3_SECRET_KEY)",
                bucket) : S3Failures.translate(cause);
    }

    private static Throwable explain(AwsServiceException answer, String bucket) {
        return switch (answer.statusCode()) {
            case 404 -> new StoreUnusable("there is no bucket '%s': make it, or name another by weighhouse.s3.bucket "
                    + "(WEIGHHOUSE_S3_BUCKET)", bucket);
            case 401, 403 -> new StoreUnusable("the store refuses the credentials for the bucket '%s': check "
                    + "weighhouse.s3.access-key and weighhouse.s3.secret-key (WEIGHHOUSE_S3_ACCESS_KEY, "
                    + "WEIGHHOUSE_S3_SECRET_KEY), and that they may list the bucket", bucket);
            case 301, 307, 400 -> new StoreUnusable("the store does not serve the bucket '%s' in this way (%d): check "
                    + "weighhouse.s3.endpoint and weighhouse.s3.region (WEIGHHOUSE_S3_ENDPOINT, WEIGHHOUSE_S3_REGION)", bucket,
                    answer.statusCode());
            default -> S3Failures.translate(answer);
        };
    }

    /** Nothing was sent and nothing was waited for, so it was refused by the SDK itself. */
    private static boolean isMissingCredentials(Throwable cause) {
        return cause instanceof SdkClientException && cause.getCause() == null
                && !(cause instanceof ApiCallTimeoutException) && !(cause instanceof ApiCallAttemptTimeoutException);
    }
}
