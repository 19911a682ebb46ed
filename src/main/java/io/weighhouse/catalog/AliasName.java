package io.weighhouse.catalog;

import java.util.regex.Pattern;

import io.weighhouse.problem.ProblemType;

/** The name of an alias. One that breaks the rule is refused, never cleaned. */
public record AliasName(String value) {

    private static final String RULE = "[a-z0-9][a-z0-9._-]{0,62}";
    private static final Pattern NAME = Pattern.compile(RULE);
    private static final int SHOWN = 100;

    public AliasName {
        String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        if (!NAME.matcher(value).matches()) {
            throw ProblemType.INVALID_NAME
                    .because("'%s' cannot name an alias: lower-case letters, digits, '.', '_' and '-', the first one a letter "
                            + "or digit, 63 at most", shown)
                    .with("name", shown)
                    .with("rule", RULE);
        }
        if (value.equals(Ref.LATEST_ALIAS)) {
            throw ProblemType.INVALID_NAME.because("'latest' is reserved: it is always the newest version").with("name", value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
