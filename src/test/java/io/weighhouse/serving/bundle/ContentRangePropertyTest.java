package io.weighhouse.serving.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import io.weighhouse.storage.ByteRange;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any range of a content is that part of the whole, however it is put together and in whatever chunks its parts come. */
class ContentRangePropertyTest {

    @Property
    void aRangeOfAnArchiveIsThatPartOfIt(@ForAll @Size(max = 5) List<@IntRange(max = 300) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 70) int chunk, @ForAll @IntRange(max = 100_000) int from,
            @ForAll @IntRange(max = 100_000) int length) {
        List<SampleContent> files = samples(sizes, chunk);
        Content archive = ZipArchive.of(IntStream.range(0, files.size())
                .mapToObj(index -> files.get(index).as("shards/" + index + ".bin")).toList());

        holds(archive, from, length);
    }

    @Property
    void aRangeOfBase64IsThatPartOfIt(@ForAll @Size(min = 1, max = 5) List<@IntRange(max = 100) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 11) int chunk, @ForAll @IntRange(max = 100_000) int from,
            @ForAll @IntRange(max = 100_000) int length) {
        JoinedContent joined = JoinedContent.of(samples(sizes, chunk));
        Content text = new Base64Content(joined);

        if (text.length() > 0) {
            byte[] bytes = SampleContent.all(joined);
            assertThat(SampleContent.all(text)).isEqualTo(Base64.getEncoder().encode(bytes));
            holds(text, from, length);
        }
    }

    @Property
    void onlyThePartsThatTheRangeTouchesAreRead(@ForAll @IntRange(max = 299) int from,
            @ForAll @IntRange(max = 300) int length) {
        List<SampleContent> files = samples(List.of(100, 100, 100), 7);
        ByteRange range = range(300, from, length);

        SampleContent.part(JoinedContent.of(files), range);

        List<ByteRange> asked = new ArrayList<>();
        for (int index = 0; index < files.size(); index++) {
            long start = index * 100L;
            files.get(index).asked().forEach(part -> asked.add(new ByteRange(start + part.first(), part.length())));
        }
        assertThat(asked.get(0).first()).isEqualTo(range.first());
        assertThat(asked.stream().mapToLong(ByteRange::length).sum()).isEqualTo(range.length());
        assertThat(asked.get(asked.size() - 1).last()).isEqualTo(range.last());
    }

    private static void holds(Content content, int from, int length) {
        byte[] whole = SampleContent.all(content);
        assertThat(whole).hasSize((int) content.length());

        ByteRange range = range(content.length(), from, length);
        assertThat(SampleContent.part(content, range))
                .isEqualTo(Arrays.copyOfRange(whole, (int) range.first(), (int) range.last() + 1));
    }

    private static ByteRange range(long size, int from, int length) {
        long first = from % size;
        return new ByteRange(first, 1 + length % (size - first));
    }

    private static List<SampleContent> samples(List<Integer> sizes, int chunk) {
        return IntStream.range(0, sizes.size()).mapToObj(index -> SampleContent.of(sizes.get(index), chunk, index)).toList();
    }
}
