package io.weighhouse.catalog;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a URL may name a version by. */
public sealed interface Ref {

    Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    String LATEST_ALIAS = "latest";

    /** The version of that number. Never moves. */
    record Number(int number) implements Ref {
    }

    /** The newest undeleted version with that digest: other versions of it have the same bytes. */
    record ByDigest(Digest digest) implements Ref {
    }

    /** The newest version that is not deleted; what {@code @latest} names. */
    record Latest() implements Ref {
    }

    /** What bare URLs name: the model's default, an alias or the newest version. */
    record Default() implements Ref {
    }

    /** An alias. Names that break the rule for aliases name nothing. */
    record Alias(String alias) implements Ref {
    }

    /** Reads one segment of a path; empty where it is no ref, but the beginning of a file's path. */
    static Optional<Ref> parse(String segment) {
        if (NUMBER.matcher(segment).matches()) {
            return Optional.of(new Number(Integer.parseInt(segment)));
        }
        if (segment.startsWith("@")) {
            String alias = segment.substring(1);
            return Optional.of(alias.equals(LATEST_ALIAS) ? new Latest() : new Alias(alias));
        }
        return Digest.parseRef(segment).map(ByDigest::new);
    }

    /** Whether it may name another version tomorrow. */
    default boolean moves() {
        return !(this instanceof Number) && !(this instanceof ByDigest);
    }
}
