package io.weighhouse.storage.s3;

import java.util.Set;
import java.util.concurrent.CompletionException;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.storage.StorageKey;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** What the SDK throws, as refusals. Decided by type, status and error code, never by words. */
final class S3Failures {

    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int NOT_FOUND = 404;
    /** Codes of stores that say with another status than 507 that they are full. */
    private static final Set<String> FULL = Set.of("XMinioStorageFull", "QuotaExceeded", "InsufficientCapacity");

    private S3Failures() {
    }

    static Throwable translate(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof RegistryException) {
            return cause;
        }
        return refusal(cause).causedBy(cause);
    }

    private static RegistryException refusal(Throwable cause) {
        if (cause instanceof AwsServiceException answer) {
            return isFull(answer)
                    ? ProblemType.STORAGE_FULL.because("The blob store has no room left; free some and try again")
                    : ProblemType.STORAGE_UNAVAILABLE.because("The blob store answered %d; try again later",
                            answer.statusCode());
        }
        return ProblemType.STORAGE_UNAVAILABLE.because("The blob store does not answer; try again later");
    }

    /** The catalog knows the key, so its absence is the store's failure and not the client's. */
    static RegistryException missing(StorageKey key, String what) {
        return ProblemType.STORAGE_UNAVAILABLE.because("The blob store has lost a blob")
                .causedBy(new IllegalStateException(key.value() + " " + what));
    }

    static boolean isMissing(Throwable failure) {
        return unwrap(failure) instanceof AwsServiceException answer && answer.statusCode() == NOT_FOUND
                && !(answer instanceof NoSuchBucketException);
    }

    private static boolean isFull(AwsServiceException answer) {
        return answer.statusCode() == INSUFFICIENT_STORAGE
                || answer.awsErrorDetails() != null && FULL.contains(String.valueOf(answer.awsErrorDetails().errorCode()));
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
