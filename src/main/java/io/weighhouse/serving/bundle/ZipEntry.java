package io.weighhouse.serving.bundle;

/**
 * A file of an archive.
 *
 * @param path in ASCII, as the rule for paths of files has it
 * @param crc32 unsigned
 */
public record ZipEntry(String path, long crc32, Content content) {

    long bytes() {
        return content.length();
    }
}
