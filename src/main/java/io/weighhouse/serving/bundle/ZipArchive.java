package io.weighhouse.serving.bundle;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.buffer.Buffer;

/**
 * A zip archive (APPNOTE 6.3.10) of files as they are, laid out before a byte of them is read. The same files give the same
 * archive: nothing in it tells when it was made. Where sizes exceed 32 bits, and only there, it is Zip64.
 */
public final class ZipArchive {

    private ZipArchive() {
    }

    public static Content of(List<ZipEntry> entries) {
        List<Content> contents = new ArrayList<>();
        Buffer directory = Buffer.buffer();
        long offset = 0;
        for (ZipEntry entry : entries) {
            Buffer header = ZipRecords.localHeader(entry);
            contents.add(new HeldContent(header));
            contents.add(entry.content());
            ZipRecords.appendDirectoryHeader(directory, entry, offset);
            offset = Math.addExact(offset, Math.addExact(header.length(), entry.bytes()));
        }
        ZipRecords.appendEnd(directory, entries.size(), offset);
        contents.add(new HeldContent(directory));
        return JoinedContent.of(contents);
    }
}
