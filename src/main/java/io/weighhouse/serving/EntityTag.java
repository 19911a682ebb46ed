package io.weighhouse.serving;

import java.util.Arrays;

import io.weighhouse.catalog.Digest;

/** A strong validator of the bytes at a URL, and that of their gzipped form. */
record EntityTag(String text) {

    private static final String GZIP = "-gzip";
    /** Of the archive's layout: one that puts the same files into other bytes needs another name. */
    private static final String ARCHIVE = "zip1-";

    /** The digest of the bytes themselves. */
    static EntityTag of(Digest digest) {
        return new EntityTag(digest.ref());
    }

    /** An archive's bytes follow from its version's, whose digest is known without reading them. */
    static EntityTag ofArchive(Digest version) {
        return new EntityTag(ARCHIVE + version.ref());
    }

    String plain() {
        return '"' + text + '"';
    }

    String gzipped() {
        return '"' + text + GZIP + '"';
    }

    /** Whether an {@code If-None-Match} names the bytes in either form; weak marks are ignored, as RFC 9110 says. */
    boolean isAmong(String ifNoneMatch) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(plain()) || tag.equals(gzipped()));
    }
}
