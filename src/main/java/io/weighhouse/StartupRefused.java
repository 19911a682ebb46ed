package io.weighhouse;

/** A start that cannot go on for a reason the operator can mend: printed as one message, without a stack trace. */
public final class StartupRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StartupRefused(String message, Object... arguments) {
        super(message.formatted(arguments), null, false, false);
    }
}
