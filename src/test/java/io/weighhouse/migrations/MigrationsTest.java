package io.weighhouse.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each release runs on the schema of the next one: what is released never changes, and what comes later only adds. */
class MigrationsTest {

    private static final Path FOLDER = Path.of("src", "main", "resources", "db", "migration");
    private static final Path FROZEN = Path.of("src", "test", "resources", "released-migrations.sha256");
    private static final Pattern NAME = Pattern.compile("V(\\d+)(?:_(\\d+))?__[a-z0-9_]+\\.sql|R__[a-z0-9_]+\\.sql");

    @Test
    void whatIsReleasedStaysAsItIs() throws Exception {
        Map<String, String> present = checksums();
        if (Boolean.getBoolean("migrations.release")) {
            Files.write(FROZEN, present.entrySet().stream().map(file -> file.getValue() + "  " + file.getKey()).toList());
        }

        assertThat(frozen()).as("see Migrations in CONTRIBUTING.md").isNotEmpty()
                .allSatisfy((name, checksum) -> assertThat(present).containsEntry(name, checksum));
    }

    @Test
    void whatComesLaterOnlyAdds() throws Exception {
        Map<String, String> frozen = frozen();
        var rule = new ExpandOnly(functions(frozen.keySet()));
        int[] newest = frozen.keySet().stream().filter(name -> name.startsWith("V")).map(MigrationsTest::number)
                .max(Arrays::compare).orElseThrow();

        for (String name : checksums().keySet()) {
            assertThat(name).matches(NAME);
            if (!frozen.containsKey(name) && name.startsWith("V")) {
                assertThat(Arrays.compare(number(name), newest)).as("%s comes after %s", name, Arrays.toString(newest))
                        .isPositive();
                assertThat(rule.objections(Files.readString(FOLDER.resolve(name)))).as(name).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "drop table alias", "alter table alias drop column moved_by", "alter table alias drop moved_by",
            "ALTER TABLE alias\n  RENAME COLUMN moved_by TO who", "alter table alias rename to names",
            "alter table alias add column note text not null", "alter table alias add note text not null, add x int default 1",
            "alter table alias add column a numeric(3, 1) not null", "alter table alias alter column moved_by set not null",
            "alter table alias alter moved_by type varchar(10)", "alter table alias alter column moved_by set data type int",
            "alter table alias alter column moved_at drop default", "alter table alias add constraint short check (name < 'm')",
            "alter table alias add check (name <> '')", "create unique index one on alias (moved_by)",
            "drop function move_alias(text)",
            "create or replace function move_alias(a text) returns void language sql as $$ $$",
            "truncate alias", "do $$ begin drop table alias; end $$", "-- it isn't; it's\nalter table alias drop moved_by",
            "delete from alias", "create table x (id int); drop view y" })
    void takingAwayAndDemandingIsRefused(String statement) {
        assertThat(new ExpandOnly(Set.of("move_alias")).objections("-- a reason\n" + statement + ";\n")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "create table note (id int primary key, text text not null unique)",
            "create table note (id int); alter table note add column x int not null; create unique index n on note (id)",
            "alter table alias add column note text",
            "alter table alias add column note text not null default 'a; drop table b'",
            "alter table alias add n bigint generated always as identity not null, add m int",
            "create index alias_by_who on alias (moved_by)", "drop index alias_by_version",
            "alter table alias drop constraint short", "alter table alias alter column moved_by drop not null",
            "create function f() returns void language plpgsql as $$ begin delete from alias; drop table x; end $$",
            "-- isn't; that's all\ncreate table b (id int)", "update alias set moved_by = '' where moved_by is null",
            "-- drop table alias\nselect 1",
            "-- safe for the release before: wider than it was\nalter table alias add constraint c check (name <> '')" })
    void addingIsNot(String statement) {
        assertThat(new ExpandOnly(Set.of("move_alias")).objections("select 1;\n" + statement + ";\n")).isEmpty();
    }

    private static int[] number(String name) {
        var matcher = NAME.matcher(name);
        assertThat(matcher.matches()).as(name).isTrue();
        return new int[] { Integer.parseInt(matcher.group(1)),
                matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)) };
    }

    private static Set<String> functions(Collection<String> names) throws IOException {
        Set<String> functions = new TreeSet<>();
        for (String name : names) {
            Pattern.compile("create or replace function (\\w+)").matcher(Files.readString(FOLDER.resolve(name))).results()
                    .forEach(found -> functions.add(found.group(1)));
        }
        assertThat(functions).contains("publish_version", "reserve_bytes");
        return functions;
    }

    private static Map<String, String> frozen() throws IOException {
        Collection<String> lines = Files.readAllLines(FROZEN);
        return lines.stream().map(line -> line.split("  ")).collect(Collectors.toMap(line -> line[1], line -> line[0]));
    }

    private static Map<String, String> checksums() throws IOException, NoSuchAlgorithmException {
        Map<String, String> checksums = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                checksums.put(file.getFileName().toString(), HexFormat.of().formatHex(digest));
            }
        }
        return checksums;
    }
}
