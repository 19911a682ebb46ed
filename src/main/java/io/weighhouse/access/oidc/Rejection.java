package io.weighhouse.access.oidc;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

import io.quarkus.security.AuthenticationFailedException;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** Why a token does not count, in the words of this registry: it is not valid, or nobody can say because the issuer is away. */
final class Rejection {

    private static final Map<Integer, String> REASONS = Map.of(
            ErrorCodes.EXPIRED, "it expired",
            ErrorCodes.NOT_YET_VALID, "it is not valid yet",
            ErrorCodes.ISSUER_INVALID, "it is of another issuer",
            ErrorCodes.ISSUER_MISSING, "it names no issuer",
            ErrorCodes.AUDIENCE_INVALID, "it is for another audience",
            ErrorCodes.AUDIENCE_MISSING, "it names no audience",
            ErrorCodes.SUBJECT_MISSING, "it names no subject",
            ErrorCodes.EXPIRATION_MISSING, "it never expires",
            ErrorCodes.SIGNATURE_INVALID, "its signature is wrong");

    private Rejection() {
    }

    static RegistryException of(Throwable failure) {
        if (failure instanceof RegistryException refusal) {
            return refusal;
        }
        Optional<InvalidJwtException> invalid = causes(failure, InvalidJwtException.class);
        if (invalid.isPresent()) {
            return notValid(isOfUnknownKey(failure) ? "its issuer has no such key" : reason(invalid.get()));
        }
        return failure instanceof AuthenticationFailedException && failure.getCause() == null ? notValid("nobody can read it")
                : unavailable().causedBy(failure);
    }

    static RegistryException notValid(String reason) {
        return ProblemType.UNAUTHENTICATED.because("The token is not valid: %s", reason);
    }

    static RegistryException unavailable() {
        return ProblemType.ISSUER_UNAVAILABLE.because("The issuer of tokens does not answer; try again in a moment");
    }

    static boolean isOfUnknownKey(Throwable failure) {
        return causes(failure, UnresolvableKeyException.class).isPresent();
    }

    static boolean isUnavailable(Throwable failure) {
        return of(failure).type() == ProblemType.ISSUER_UNAVAILABLE;
    }

    private static String reason(InvalidJwtException invalid) {
        return REASONS.entrySet().stream().filter(reason -> invalid.hasErrorCode(reason.getKey())).map(Map.Entry::getValue)
                .sorted().findFirst().orElse("its form is wrong");
    }

    private static <T extends Throwable> Optional<T> causes(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).filter(type::isInstance).map(type::cast)
                .findFirst();
    }
}
