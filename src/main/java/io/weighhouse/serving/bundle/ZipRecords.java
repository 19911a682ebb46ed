package io.weighhouse.serving.bundle;

import java.nio.charset.StandardCharsets;

import io.vertx.core.buffer.Buffer;

/** The records around the files of a zip archive, byte by byte as APPNOTE 4.3 and 4.5.3 have them. */
final class ZipRecords {

    /** What a field of 32 bits says where the value stands in the Zip64 record. */
    private static final long IN_ZIP64 = 0xffff_ffffL;
    private static final int COUNT_IN_ZIP64 = 0xffff;
    private static final int PLAIN = 10;
    private static final int ZIP64 = 45;
    private static final int MADE_ON_UNIX = 3 << 8 | ZIP64;
    /** A regular file that its owner may write and everybody read. */
    private static final long MODE = 0100644L << 16;
    /** 1 January 1980, the first day that a zip archive knows. */
    private static final int DATE = 1 << 5 | 1;
    private static final int ZIP64_EXTRA = 1;
    private static final int ZIP64_END_BYTES = 44;

    private ZipRecords() {
    }

    /** Stands before the bytes of a file. With Zip64 it gives both sizes, whatever the directory gives. */
    static Buffer localHeader(ZipEntry entry) {
        boolean large = entry.bytes() >= IN_ZIP64;
        Buffer header = Buffer.buffer().appendUnsignedIntLE(0x04034b50);
        appendCommon(header, entry, large);
        header.appendUnsignedShortLE(large ? 20 : 0).appendBytes(name(entry));
        return large ? header.appendUnsignedShortLE(ZIP64_EXTRA).appendUnsignedShortLE(16)
                .appendLongLE(entry.bytes()).appendLongLE(entry.bytes()) : header;
    }

    /** The entry of a file in the directory at the end; {@code offset} is that of its local header. */
    static void appendDirectoryHeader(Buffer directory, ZipEntry entry, long offset) {
        boolean large = entry.bytes() >= IN_ZIP64;
        boolean far = offset >= IN_ZIP64;
        int extra = (large ? 16 : 0) + (far ? 8 : 0);
        directory.appendUnsignedIntLE(0x02014b50).appendUnsignedShortLE(MADE_ON_UNIX);
        appendCommon(directory, entry, large || far);
        directory.appendUnsignedShortLE(extra == 0 ? 0 : extra + 4)
                .appendUnsignedShortLE(0).appendUnsignedShortLE(0).appendUnsignedShortLE(0)
                .appendUnsignedIntLE(MODE)
                .appendUnsignedIntLE(Math.min(offset, IN_ZIP64))
                .appendBytes(name(entry));
        if (extra > 0) {
            directory.appendUnsignedShortLE(ZIP64_EXTRA).appendUnsignedShortLE(extra);
        }
        if (large) {
            directory.appendLongLE(entry.bytes()).appendLongLE(entry.bytes());
        }
        if (far) {
            directory.appendLongLE(offset);
        }
    }

    /** Version, flags, method, time, checksum, sizes and length of the name: the same in both headers. */
    private static void appendCommon(Buffer header, ZipEntry entry, boolean zip64) {
        long size = Math.min(entry.bytes(), IN_ZIP64);
        header.appendUnsignedShortLE(zip64 ? ZIP64 : PLAIN).appendUnsignedShortLE(0).appendUnsignedShortLE(0)
                .appendUnsignedShortLE(0).appendUnsignedShortLE(DATE)
                .appendUnsignedIntLE(entry.crc32()).appendUnsignedIntLE(size).appendUnsignedIntLE(size)
                .appendUnsignedShortLE(entry.path().length());
    }

    /** What follows the directory and leads to it; {@code offset} is that of the directory, which is all that is there yet. */
    static void appendEnd(Buffer directory, long entries, long offset) {
        long size = directory.length();
        if (entries >= COUNT_IN_ZIP64 || offset >= IN_ZIP64 || size >= IN_ZIP64) {
            appendZip64End(directory, entries, size, offset);
        }
        int count = (int) Math.min(entries, COUNT_IN_ZIP64);
        directory.appendUnsignedIntLE(0x06054b50).appendUnsignedShortLE(0).appendUnsignedShortLE(0)
                .appendUnsignedShortLE(count).appendUnsignedShortLE(count)
                .appendUnsignedIntLE(Math.min(size, IN_ZIP64)).appendUnsignedIntLE(Math.min(offset, IN_ZIP64))
                .appendUnsignedShortLE(0);
    }

    private static void appendZip64End(Buffer directory, long entries, long size, long offset) {
        directory.appendUnsignedIntLE(0x06064b50).appendLongLE(ZIP64_END_BYTES)
                .appendUnsignedShortLE(MADE_ON_UNIX).appendUnsignedShortLE(ZIP64).appendIntLE(0).appendIntLE(0)
                .appendLongLE(entries).appendLongLE(entries).appendLongLE(size).appendLongLE(offset);
        directory.appendUnsignedIntLE(0x07064b50).appendIntLE(0).appendLongLE(Math.addExact(offset, size)).appendIntLE(1);
    }

    private static byte[] name(ZipEntry entry) {
        return entry.path().getBytes(StandardCharsets.US_ASCII);
    }
}
