package io.weighhouse.publish;

import java.util.Map;
import java.util.TreeMap;

import io.weighhouse.catalog.Labels;
import io.weighhouse.problem.ProblemType;

/** Labels as {@code X-Model-Labels} writes them: {@code key=value,key2=value2}, each value percent-encoded. */
final class LabelList {

    private static final int SHOWN = 60;

    private LabelList() {
    }

    static Labels read(String list) {
        Map<String, String> labels = new TreeMap<>();
        if (!list.isBlank()) {
            for (String label : list.split(",", -1)) {
                add(labels, label.strip());
            }
        }
        return Labels.of(labels);
    }

    private static void add(Map<String, String> labels, String label) {
        int equals = label.indexOf('=');
        String key = equals < 0 ? label : label.substring(0, equals).strip();
        if (equals < 0) {
            throw ProblemType.MALFORMED_REQUEST.because("X-Model-Labels is key=value,key2=value2, which '%s' is not; "
                    + "a comma in a value is %%2C", label.length() <= SHOWN ? label : label.substring(0, SHOWN) + "…");
        }
        if (labels.put(key, HeaderText.percentDecoded(label.substring(equals + 1).strip())) != null) {
            throw ProblemType.MALFORMED_REQUEST.because("X-Model-Labels names '%s' twice", key).with("name", key);
        }
    }
}
