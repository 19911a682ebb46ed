package io.weighhouse.storage.s3;

import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.storage.StorageKey;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** What the SDK throws and the store answers, as refusals. Decided by type, status and error code, never by words. */
final class S3Failures {

    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int NOT_FOUND = 404;
    /** Codes of stores that say with another status than 507 that they are full. */
    private static final Set<String> FULL = Set.of("XMinioStorageFull", "QuotaExceeded", "InsufficientCapacity");

    private static final Pattern CODE = Pattern.compile("<Code>([^<]+)</Code>");

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
            return refusal(answer.statusCode(),
                    answer.awsErrorDetails() == null ? "" : String.valueOf(answer.awsErrorDetails().errorCode()));
        }
        return ProblemType.STORAGE_UNAVAILABLE.because("The blob store does not answer; try again later");
    }

    private static RegistryException refusal(int status, String code) {
        if (status == NOT_FOUND) {
            return ProblemType.STORAGE_UNAVAILABLE.because("The blob store lacks the blob or the bucket (%s)", code);
        }
        return status == INSUFFICIENT_STORAGE || FULL.contains(code)
                ? ProblemType.STORAGE_FULL.because("The blob store has no room left; free some and try again")
                : ProblemType.STORAGE_UNAVAILABLE.because("The blob store answered %d; try again later", status);
    }

    /** What an answer that is no success means, once its body is read: it names the store's error code. */
    static Uni<RegistryException> refusalOf(HttpClientResponse answer) {
        return UniHelper.toUni(answer.body()).onFailure().recoverWithItem(Buffer.buffer())
                .map(body -> refusal(answer.statusCode(), CODE.matcher(body.toString()).results()
                        .map(found -> found.group(1)).findFirst().orElse("")));
    }

    static Throwable silence() {
        return translate(new TimeoutException("The store stopped answering"));
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

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
