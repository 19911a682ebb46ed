package io.weighhouse.serving;

import java.util.Arrays;
import java.util.Locale;

/** Reads {@code Accept-Encoding} (RFC 9110, 12.5.3): gzip is the only coding used here. */
final class AcceptEncoding {

    private AcceptEncoding() {
    }

    static boolean acceptsGzip(String header) {
        boolean named = Arrays.stream(header.split(",")).anyMatch(item -> coding(item).equals("gzip"));
        return Arrays.stream(header.split(","))
                .anyMatch(item -> coding(item).equals(named ? "gzip" : "*") && !isZero(item));
    }

    private static String coding(String item) {
        int semicolon = item.indexOf(';');
        return (semicolon < 0 ? item : item.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isZero(String item) {
        return item.replaceAll("[ \\t]", "").toLowerCase(Locale.ROOT).matches(".*;q=0(\\.0{0,3})?");
    }
}
