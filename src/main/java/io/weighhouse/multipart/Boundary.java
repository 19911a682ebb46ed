package io.weighhouse.multipart;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

/** The text that delimits the parts of a body (RFC 2046, 5.1.1). */
public record Boundary(String text) {

    private static final String MEDIA_TYPE = "multipart/form-data";
    private static final Pattern PARAMETER = Pattern.compile(
            "\\s*;\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\\s;\"]*+))");
    private static final Pattern RULE = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");

    public Boundary {
        if (!RULE.matcher(text).matches()) {
            throw ProblemType.MALFORMED_MULTIPART
                    .because("The boundary of the Content-Type must have 1 to 70 of the characters that RFC 2046 allows");
        }
    }

    /** Reads the value of a request's Content-Type; null is a missing one. */
    public static Boundary of(String contentType) {
        String value = contentType == null ? "" : contentType.strip();
        int end = value.indexOf(';');
        if (!(end < 0 ? value : value.substring(0, end)).strip().equalsIgnoreCase(MEDIA_TYPE)) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.because("A save's Content-Type is multipart/form-data");
        }
        return new Boundary(parameter(end < 0 ? "" : value.substring(end)).orElseThrow(Boundary::missing));
    }

    private static Optional<String> parameter(String parameters) {
        Matcher parameter = PARAMETER.matcher(parameters);
        while (parameter.lookingAt()) {
            if (parameter.group(1).equalsIgnoreCase("boundary")) {
                return Optional.of(parameter.group(2) == null ? parameter.group(3)
                        : parameter.group(2).replaceAll("\\\\(.)", "$1"));
            }
            parameter.region(parameter.end(), parameters.length());
        }
        return Optional.empty();
    }

    private static RegistryException missing() {
        return ProblemType.MALFORMED_MULTIPART.because("The Content-Type has no boundary. fetch and TensorFlow.js write the "
                + "Content-Type by themselves: do not set that header");
    }

    /** What stands between two parts: a line break, two hyphens, the boundary. */
    byte[] delimiter() {
        return ("\r\n--" + text).getBytes(StandardCharsets.US_ASCII);
    }
}
