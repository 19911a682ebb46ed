package io.weighhouse.migrations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether the release before still runs on the schema that a migration leaves: it may add, but not take away, rename or demand
 * what that release does not give. Judged by the text of the statements.
 */
final class ExpandOnly {

    /** Above a statement that is safe for a reason that the text alone does not show. */
    private static final String MARK = "-- safe for the release before:";

    private static final Map<String, Pattern> FAULTS = new LinkedHashMap<>();
    static {
        fault("takes something away", "\\bdrop (?!index\\b|constraint\\b|not null\\b)");
        fault("renames", "\\brename\\b");
        fault("changes a type", "\\balter (?:column )?\\S+ (?:set data )?type\\b");
        fault("demands a value", "\\bset not null\\b");
        fault("removes rows", "^(?:truncate|delete)\\b");
        fault("does something that cannot be seen", "^do\\b");
        fault("moves a table", "\\bset schema\\b");
    }

    private static final Pattern ADDED_COLUMN = Pattern.compile("\\badd (?:column )?(?:if not exists )?"
            + "(?!constraint\\b|check\\b|unique\\b|primary\\b|foreign\\b|exclude\\b)((?:[^,(]|\\([^()]*(?:\\([^()]*\\)[^()]*)*\\))+)");
    private static final Pattern NEW_RULE = Pattern
            .compile("\\badd (?:constraint|check|unique|primary key|foreign key|exclude)\\b");
    private static final Pattern TABLE = Pattern.compile("^create (?:unlogged )?table (?:if not exists )?(\\S+)");
    private static final Pattern ALTERED = Pattern.compile("^alter table (?:if exists )?(?:only )?(\\S+)");
    private static final Pattern UNIQUE_INDEX = Pattern.compile("^create unique index .*?\\bon (?:only )?([^ (]+)");
    private static final Pattern FUNCTION = Pattern.compile("^create or replace function ([^ (]+)");

    /** Comments, texts and bodies: what lies in them is no statement of the migration. */
    private static final Pattern ASIDE = Pattern.compile("(?s)--[^\\n]*|/\\*.*?\\*/|'(?:[^']|'')*'|(\\$[a-z_]*\\$).*?\\1");
    private static final String SAFE = " @safe ";

    private final Set<String> functionsInUse;

    /** @param functionsInUse which the release before calls, and would put back as it knows them */
    ExpandOnly(Set<String> functionsInUse) {
        this.functionsInUse = functionsInUse;
    }

    private static void fault(String what, String pattern) {
        FAULTS.put(what, Pattern.compile(pattern));
    }

    /** What breaks the release before, statement by statement. */
    List<String> objections(String migration) {
        List<String> statements = statements(migration);
        Set<String> made = statements.stream().map(TABLE::matcher).filter(Matcher::find).map(found -> found.group(1))
                .collect(Collectors.toSet());
        List<String> objections = new ArrayList<>();
        for (String statement : statements) {
            FAULTS.forEach((what, pattern) -> {
                if (pattern.matcher(statement).find()) {
                    objections.add(what + ": " + statement);
                }
            });
            onTable(ALTERED, statement, made).ifPresent(table -> objectToAdditions(statement, objections));
            onTable(UNIQUE_INDEX, statement, made)
                    .ifPresent(table -> objections.add("makes a rule of " + table + ": " + statement));
            Matcher function = FUNCTION.matcher(statement);
            if (function.find() && functionsInUse.contains(function.group(1))) {
                objections.add("changes a function: " + statement);
            }
        }
        return objections;
    }

    private static Optional<String> onTable(Pattern pattern, String statement, Set<String> made) {
        Matcher found = pattern.matcher(statement);
        return found.find() && !made.contains(found.group(1)) ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static void objectToAdditions(String statement, List<String> objections) {
        if (NEW_RULE.matcher(statement).find()) {
            objections.add("makes a rule: " + statement);
        }
        ADDED_COLUMN.matcher(statement).results().map(found -> found.group(1))
                .filter(column -> column.contains("not null") && !column.matches("(?s).*\\b(?:default|generated)\\b.*"))
                .forEach(column -> objections.add("demands a value of the new column " + column));
    }

    /** In lower case, without comments and the insides of quotes; those that are marked as safe are left out. */
    private static List<String> statements(String migration) {
        String bare = ASIDE.matcher(migration).replaceAll(aside -> aside.group().startsWith(MARK) ? SAFE : " '' ");
        List<String> statements = new ArrayList<>();
        for (String part : bare.split(";")) {
            String text = part.replaceAll("\\s+", " ").replaceFirst("^[ ']+", "").strip().toLowerCase(Locale.ROOT);
            if (!text.isEmpty() && !part.contains(SAFE)) {
                statements.add(text);
            }
        }
        return statements;
    }
}
