package io.weighhouse.storage.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.weighhouse.storage.StorageKey;
import io.weighhouse.storage.StoredBlob;

/**
 * Pages of what lies in a {@link BlobFolder}, staged or committed, in the order of keys. Folders are read whole, but one of
 * the first level has only a 256th of all areas. All methods block.
 */
final class BlobListing {

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern AREA = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern FILE = Pattern.compile("[0-9a-f]{1,40}(?:" + Pattern.quote(StagedFile.SUFFIX) + ")?");

    private final Path root;

    BlobListing(Path root) {
        this.root = root;
    }

    /** Up to {@code limit} blobs whose keys come after {@code after}; none at the end. */
    List<StoredBlob> after(String after, int limit) throws IOException {
        List<StoredBlob> found = new ArrayList<>();
        for (String digits : names(root, DIGITS, beginning(after, 2))) {
            for (String area : names(root.resolve(digits), AREA, beginning(after, 32))) {
                addBlobs(digits, area, after, found);
                if (found.size() >= limit) {
                    return List.copyOf(found.subList(0, limit));
                }
            }
        }
        return found;
    }

    private void addBlobs(String digits, String area, String after, List<StoredBlob> found) throws IOException {
        Path folder = root.resolve(digits).resolve(area);
        for (String file : names(folder, FILE, "")) {
            var key = new StorageKey(area + "/" + file.replace(StagedFile.SUFFIX, ""));
            if (area.startsWith(digits) && key.value().compareTo(after) > 0) {
                addBlob(key, folder.resolve(file), found);
            }
        }
    }

    private static void addBlob(StorageKey key, Path file, List<StoredBlob> found) throws IOException {
        try {
            var facts = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (facts.isRegularFile()) {
                found.add(new StoredBlob(key, facts.size(), facts.lastModifiedTime().toInstant()));
            }
        } catch (NoSuchFileException gone) {
            // deleted since the folder was read
        }
    }

    private static SortedSet<String> names(Path folder, Pattern rule, String from) throws IOException {
        SortedSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (rule.matcher(name).matches() && name.compareTo(from) >= 0) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException nothing) {
            return names;
        }
        return names;
    }

    private static String beginning(String key, int length) {
        return key.substring(0, Math.min(length, key.length()));
    }
}
