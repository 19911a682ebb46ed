package io.weighhouse.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.weighhouse.multipart.Parsed.Part;
import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every body, however it is cut. */
class MultipartPropertyTest {

    private static final Pattern REAL = Pattern.compile("\r\n--xYz7(--|[ \t]*\r\n)");

    @Property(tries = 500)
    void anyCutOfAnyBodyGivesTheSameParts(@ForAll("parts") List<Part> parts, @ForAll("positions") List<Integer> positions) {
        byte[] body = Parsed.body(parts.toArray(Part[]::new));

        List<Part> read = Parsed.read(Parsed.cut(body, positions.stream().map(position -> position % body.length).toList()));

        assertSame(read, parts);
    }

    @Property(tries = 60)
    void lookAlikesAreContentWhereverTheyAreCut(@ForAll("lookAlikes") byte[] content) {
        Part part = new Part("w.bin", content);
        byte[] body = Parsed.body(part);

        for (int cut = 1; cut < body.length; cut++) {
            assertSame(Parsed.read(Parsed.cut(body, List.of(cut))), List.of(part));
        }
        assertSame(Parsed.read(Parsed.cut(body, IntStream.range(1, body.length).boxed().toList())), List.of(part));
    }

    @Property(tries = 30)
    void aBodyCutOffAnywhereIsTruncated(@ForAll("parts") List<Part> parts) {
        byte[] body = Parsed.body(parts.toArray(Part[]::new));
        int whole = body.length - 2;

        for (int end = 0; end < whole; end++) {
            byte[] shorter = Arrays.copyOf(body, end);
            RegistryException refusal = catchThrowableOfType(RegistryException.class,
                    () -> Parsed.read(Parsed.cut(shorter, List.of(shorter.length / 2))));
            assertThat(refusal).as("cut off at %d of %d", end, whole).isNotNull();
            assertThat(refusal.type()).isEqualTo(ProblemType.UPLOAD_TRUNCATED);
        }
    }

    @Provide
    Arbitrary<List<Part>> parts() {
        Arbitrary<byte[]> contents = Arbitraries.oneOf(Arbitraries.bytes().array(byte[].class).ofMaxSize(300), lookAlikes());
        Arbitrary<String> names = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
        return Combinators.combine(names, contents).as(Part::new).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Integer>> positions() {
        return Arbitraries.integers().between(0, 10_000).list().ofMaxSize(30);
    }

    /** Pieces of delimiters, one after another. */
    @Provide
    Arbitrary<byte[]> lookAlikes() {
        return Arbitraries
                .of("\r", "\n", "\r\n", "-", "--", "\r\n--", "\r\n--xYz", "\r\n--xYz7x", "\r\n--xYz7-", "\r\n--xYz7 x",
                        "--xYz7--", "--xYz7\r\n", "\r\n\r\n--xY", "\r\r\n-", "a", "\r\n--xYz7\r")
                .list().ofMaxSize(6)
                .map(pieces -> String.join("", pieces) + ".")
                .filter(content -> !REAL.matcher(content).find())
                .map(content -> content.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertSame(List<Part> read, List<Part> expected) {
        assertThat(read).extracting(Part::name).isEqualTo(expected.stream().map(Part::name).toList());
        for (int part = 0; part < expected.size(); part++) {
            assertThat(read.get(part).content()).isEqualTo(expected.get(part).content());
        }
    }
}
