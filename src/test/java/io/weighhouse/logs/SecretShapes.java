package io.weighhouse.logs;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What every secret of a caller looks like, so that none has to be remembered to be found: keys, links, signed tokens, and the
 * canary that the admin keys of the tests contain.
 */
final class SecretShapes {

    private static final Pattern SHAPES = Pattern.compile("wh_[A-Za-z0-9_-]{20,}|whl_[A-Za-z0-9_-]{20,}"
            + "|eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}|(?i:canary-of-the-tests)");

    private SecretShapes() {
    }

    /** The beginning of the first secret in the line, as much as is needed to look for it. */
    static Optional<String> in(String line) {
        return SHAPES.matcher(line).results().map(MatchResult::group).findFirst()
                .map(secret -> secret.substring(0, Math.min(12, secret.length())) + "…");
    }
}
