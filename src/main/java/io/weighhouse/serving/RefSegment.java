package io.weighhouse.serving;

import io.weighhouse.catalog.Ref;
import io.weighhouse.problem.ProblemType;

/** The segment of a URL that has to name a version. */
final class RefSegment {

    private RefSegment() {
    }

    static Ref parse(String text) {
        return Ref.parse(text).orElseThrow(() -> ProblemType.NOT_FOUND
                .because("'%s' names no version: a number, sha256-<64 hex digits> or @<alias> does", text));
    }
}
