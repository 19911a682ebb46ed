package io.weighhouse.serving;

import java.util.Map;

/** Content types of files, by their ending. Nothing that a browser would run is among them. */
final class MediaTypes {

    static final String JSON = "application/json";
    static final String ZIP = "application/zip";
    static final String BYTES = "application/octet-stream";

    private static final Map<String, String> BY_ENDING = Map.of(
            "json", JSON,
            "txt", "text/plain; charset=utf-8",
            "csv", "text/csv; charset=utf-8",
            "md", "text/markdown; charset=utf-8",
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp",
            "wav", "audio/wav");

    private MediaTypes() {
    }

    static String ofExtraFile(String path) {
        return BY_ENDING.getOrDefault(path.substring(path.lastIndexOf('.') + 1), BYTES);
    }
}
