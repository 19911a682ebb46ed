package io.weighhouse.multipart;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** The headers of one form part (RFC 7578, 4). */
record PartHeaders(String name, Optional<String> contentType) {

    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*",
            Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile(
            "[ \\t]*;[ \\t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \\t]*=[ \\t]*(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^ \\t;\"]*+))",
            Pattern.DOTALL);
    private static final String DISPOSITION = "form-data";

    /** Reads the lines between a delimiter line and the empty line. */
    static PartHeaders read(String lines, MultipartLimits limits) {
        Map<String, String> headers = new HashMap<>();
        int count = 0;
        for (String line : lines.split("\r\n", -1)) {
            Matcher field = FIELD.matcher(line);
            if (++count > limits.partHeaders()) {
                throw tooLarge(limits);
            }
            if (!field.matches()) {
                throw ProblemType.MALFORMED_MULTIPART.because("A form part has a header line that is none");
            }
            if (headers.put(field.group(1).toLowerCase(Locale.ROOT), field.group(2)) != null) {
                throw ProblemType.MALFORMED_MULTIPART.because("A form part has a header twice");
            }
        }
        refuseEncoded(headers.getOrDefault("content-transfer-encoding", "binary"));
        return new PartHeaders(name(headers.get("content-disposition")), Optional.ofNullable(headers.get("content-type")));
    }

    static RegistryException tooLarge(MultipartLimits limits) {
        return ProblemType.PART_HEADERS_TOO_LARGE
                .because("The headers of a form part have %d bytes and %d lines at most", limits.partHeaderBytes(),
                        limits.partHeaders())
                .with("limit", limits.partHeaderBytes());
    }

    private static void refuseEncoded(String encoding) {
        if (!encoding.toLowerCase(Locale.ROOT).matches("binary|8bit|7bit")) {
            throw ProblemType.MALFORMED_MULTIPART
                    .because("Form parts are taken as they are, not with an encoding of their own");
        }
    }

    private static String name(String disposition) {
        int end = disposition == null ? -1 : disposition.indexOf(';');
        String type = disposition == null ? "" : end < 0 ? disposition : disposition.substring(0, end);
        if (!type.strip().equalsIgnoreCase(DISPOSITION)) {
            throw ProblemType.MALFORMED_MULTIPART.because("Each form part needs a Content-Disposition: form-data");
        }
        Map<String, String> parameters = end < 0 ? Map.of() : parameters(disposition.substring(end));
        return Optional.ofNullable(parameters.get("filename")).or(() -> Optional.ofNullable(parameters.get("name")))
                .orElseThrow(() -> ProblemType.MALFORMED_MULTIPART.because("A form part has neither filename nor name"));
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.lookingAt()) {
            String value = parameter.group(2) == null ? parameter.group(3) : unescaped(parameter.group(2));
            if (parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), value) != null) {
                throw ProblemType.MALFORMED_MULTIPART.because("A Content-Disposition has a parameter twice");
            }
            parameter.region(parameter.end(), text.length());
        }
        if (!text.substring(parameter.regionStart()).isBlank()) {
            throw ProblemType.MALFORMED_MULTIPART.because("A Content-Disposition cannot be read");
        }
        return parameters;
    }

    /** Browsers write a quote, CR and LF as %22, %0D, %0A; curl writes a backslash before quote and backslash. */
    private static String unescaped(String quoted) {
        return quoted.replaceAll("\\\\([\"\\\\])", "$1").replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }
}
