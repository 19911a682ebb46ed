package io.weighhouse.serving;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.MultiMap;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.storage.ByteRange;

/** What part of a file a {@code Range} asks for (RFC 9110, 14). */
final class RangeHeader {

    private static final Pattern ONE = Pattern.compile("bytes\\s*=\\s*(\\d{0,18})-(\\d{0,18})", Pattern.CASE_INSENSITIVE);

    private RangeHeader() {
    }

    /**
     * Empty where the whole file is to be sent: no range, several, one that cannot be read, or one that {@code If-Range}
     * ties to other bytes. A range outside the file is refused.
     */
    static Optional<ByteRange> of(MultiMap headers, EntityTag tag, long size) {
        String range = headers.get("Range");
        if (range == null || !ifRangeHolds(headers.get("If-Range"), tag)) {
            return Optional.empty();
        }
        Matcher one = ONE.matcher(range.strip());
        if (!one.matches() || one.group(1).isEmpty() && one.group(2).isEmpty()) {
            return Optional.empty();
        }
        return one.group(1).isEmpty() ? suffix(Long.parseLong(one.group(2)), size)
                : between(Long.parseLong(one.group(1)), one.group(2), size);
    }

    /** A strong comparison: dates and weak tags never hold. */
    private static boolean ifRangeHolds(String ifRange, EntityTag tag) {
        return ifRange == null || ifRange.strip().equals(tag.plain());
    }

    private static Optional<ByteRange> suffix(long length, long size) {
        if (length == 0 || size == 0) {
            throw unsatisfiable(size);
        }
        long taken = Math.min(length, size);
        return Optional.of(new ByteRange(size - taken, taken));
    }

    private static Optional<ByteRange> between(long first, String lastText, long size) {
        long last = lastText.isEmpty() ? Long.MAX_VALUE : Long.parseLong(lastText);
        if (last < first) {
            return Optional.empty();
        }
        if (first >= size) {
            throw unsatisfiable(size);
        }
        return Optional.of(new ByteRange(first, Math.min(last, size - 1) - first + 1));
    }

    private static RuntimeException unsatisfiable(long size) {
        return ProblemType.RANGE_NOT_SATISFIABLE.because("The file has %d bytes", size)
                .with("bytes", size)
                .withHeader("Content-Range", "bytes */" + size);
    }
}
