package io.weighhouse.serving;

import java.util.Arrays;

import io.weighhouse.catalog.Digest;

/** Strong validators: the digest of the bytes at a URL, in quotes. */
final class EntityTag {

    private static final String GZIP = "-gzip";

    private EntityTag() {
    }

    static String of(Digest digest) {
        return '"' + digest.ref() + '"';
    }

    /** Of the gzipped form of the bytes with that digest. */
    static String ofGzip(Digest digest) {
        return '"' + digest.ref() + GZIP + '"';
    }

    /** Whether an {@code If-None-Match} names the bytes in either form; weak marks are ignored, as RFC 9110 says. */
    static boolean matches(String ifNoneMatch, Digest digest) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(of(digest)) || tag.equals(ofGzip(digest)));
    }
}
