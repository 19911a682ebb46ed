package io.weighhouse.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.weighhouse.problem.ProblemType;

/** Keys and values for people and searches, by key. */
public record Labels(SortedMap<String, String> values) {

    public static final Labels NONE = new Labels(new TreeMap<>());

    /** The most labels of one model or version. */
    public static final int MOST = 100;

    private static final String KEY_RULE = "[a-z0-9][a-z0-9._-]{0,62}";
    private static final Pattern KEY = Pattern.compile(KEY_RULE);
    private static final int LONGEST_VALUE = 255;
    private static final int SHOWN = 100;

    public Labels {
        values.forEach(Labels::check);
        if (values.size() > MOST) {
            throw ProblemType.MALFORMED_REQUEST.because("There may be %d labels at most", MOST).with("limit", MOST);
        }
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public static Labels of(Map<String, String> values) {
        return new Labels(new TreeMap<>(values));
    }

    private static void check(String key, String value) {
        if (!KEY.matcher(key).matches()) {
            String shown = key.length() <= SHOWN ? key : key.substring(0, SHOWN) + "…";
            throw ProblemType.MALFORMED_REQUEST
                    .because("'%s' cannot be the key of a label: lower-case letters, digits, '.', '_' and '-', the first one a "
                            + "letter or digit, 63 at most", shown)
                    .with("name", shown)
                    .with("rule", KEY_RULE);
        }
        if (value.codePointCount(0, value.length()) > LONGEST_VALUE) {
            throw ProblemType.MALFORMED_REQUEST.because("The value of the label '%s' has more than %d characters", key,
                    LONGEST_VALUE).with("name", key).with("limit", LONGEST_VALUE);
        }
        WrittenText.checked(key, value);
    }
}
