package io.weighhouse.multipart;

/**
 * Bounds of a multipart body; what passes one is refused where it is seen.
 *
 * @param partHeaders headers of one form part
 * @param partHeaderBytes bytes of the headers of one form part
 * @param bytesAround bytes before the first delimiter, and bytes after the last
 * @param bodyBytes bytes of the whole body
 */
public record MultipartLimits(int parts, int partHeaders, long partHeaderBytes, long bytesAround, long bodyBytes) {
}
