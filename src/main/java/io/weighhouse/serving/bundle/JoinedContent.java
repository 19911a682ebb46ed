package io.weighhouse.serving.bundle;

import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.weighhouse.storage.ByteRange;

/** Contents one after another. A range touches only those in which it lies, and opens one of them at a time. */
public record JoinedContent(List<Content> contents, long length) implements Content {

    private record Cut(Content content, ByteRange range) {
    }

    public JoinedContent {
        contents = List.copyOf(contents);
    }

    public static JoinedContent of(List<? extends Content> contents) {
        return new JoinedContent(List.copyOf(contents),
                contents.stream().mapToLong(Content::length).reduce(0, Math::addExact));
    }

    @Override
    public Multi<Buffer> read(ByteRange range) {
        return Multi.createFrom().iterable(cuts(range))
                .onItem().transformToMultiAndConcatenate(cut -> cut.content().read(cut.range()));
    }

    private List<Cut> cuts(ByteRange range) {
        List<Cut> cuts = new ArrayList<>();
        long start = 0;
        for (Content content : contents) {
            long first = Math.max(range.first(), start);
            long end = Math.min(range.last() + 1, start + content.length());
            if (first < end) {
                cuts.add(new Cut(content, new ByteRange(first - start, end - first)));
            }
            start += content.length();
        }
        return cuts;
    }
}
