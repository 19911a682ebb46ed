package io.weighhouse.storage.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.StorageKey;
import io.weighhouse.storage.StoreUnusable;
import io.weighhouse.storage.UploadArea;

/**
 * Where files lie: {@code <root>/<first two digits>/<area>/<random>}. Staged and committed files of an area share its
 * folder, so that a commit is one rename and one more directory to make durable. All methods block.
 */
final class BlobFolder {

    /** An ordinary write never needs more; with less left, a failure to write means that the disk is full. */
    private static final long FULL_BELOW_BYTES = 1024 * 1024;
    private static final String SYSTEMS_WORDS_FOR_FULL = "No space left on device";
    private static final int RANDOM_BYTES = 16;
    private static final int ATTEMPTS = 5;

    private final Path root;
    private final SecureRandom random = new SecureRandom();

    BlobFolder(Path root) {
        this.root = root.toAbsolutePath();
    }

    StagedFile newFile(UploadArea area) {
        byte[] name = new byte[RANDOM_BYTES];
        random.nextBytes(name);
        StorageKey key = new StorageKey(area.prefix() + "/" + HexFormat.of().formatHex(name));
        return new StagedFile(key, fileOf(key));
    }

    Path fileOf(StorageKey key) {
        return root.resolve(key.value().substring(0, 2)).resolve(key.value());
    }

    private Path folderOf(UploadArea area) {
        return root.resolve(area.prefix().substring(0, 2)).resolve(area.prefix());
    }

    void commit(StagedFile file) throws IOException {
        file.commit();
        Path folder = fileOf(file.key()).getParent();
        makeDurable(folder);
        makeDurable(folder.getParent());
        makeDurable(root);
    }

    void discard(StagedFile file) throws IOException {
        file.discard();
        removeIfEmpty(fileOf(file.key()).getParent());
    }

    void checkHolds(StorageKey key, ByteRange range) throws IOException {
        var file = Files.readAttributes(fileOf(key), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!file.isRegularFile() || file.size() <= range.last()) {
            throw new IOException("%s has only %d bytes".formatted(fileOf(key), file.size()));
        }
    }

    void delete(StorageKey key) throws IOException {
        Path file = fileOf(key);
        Path folder = file.getParent();
        boolean staged = Files.deleteIfExists(StagedFile.besides(file));
        if ((Files.deleteIfExists(file) || staged) && !removeIfEmpty(folder)) {
            makeDurable(folder);
        }
    }

    /** A save that still runs may add a file meanwhile, hence the attempts. */
    void clear(UploadArea area) throws IOException {
        Path folder = folderOf(area);
        boolean removed = false;
        for (int attempt = 1; !removed && attempt <= ATTEMPTS; attempt++) {
            deleteFilesIn(folder);
            removed = removeIfEmpty(folder);
        }
        if (!removed) {
            throw new DirectoryNotEmptyException(folder.toString());
        }
    }

    private static void deleteFilesIn(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException gone) {
            // nothing is what was asked for
        }
    }

    void probe() {
        try {
            Files.createDirectories(root);
        } catch (IOException unusable) {
            throw unusable(unusable.toString());
        }
        if (!Files.isWritable(root)) {
            throw unusable("this user may not write there");
        }
    }

    private StoreUnusable unusable(String reason) {
        return new StoreUnusable("the folder of blobs %s cannot be used (%s); choose another by weighhouse.storage.folder "
                + "(WEIGHHOUSE_STORAGE_FOLDER)", root, reason);
    }

    /** The folders of two digits stay: there are 256 at most, and a save may be about to use one. */
    private static boolean removeIfEmpty(Path folder) throws IOException {
        try {
            if (Files.deleteIfExists(folder)) {
                makeDurable(folder.getParent());
            }
            return true;
        } catch (DirectoryNotEmptyException stillNeeded) {
            return false;
        }
    }

    /** A rename is durable when its directory is; on Linux a directory can be opened and synchronized like a file. */
    private static void makeDurable(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    void run(FileTask task) {
        try {
            task.run();
        } catch (IOException failure) {
            throw refusal(failure);
        } catch (DirectoryIteratorException failure) {
            throw refusal(failure.getCause());
        }
    }

    /**
     * Java tells a full disk from a broken one only in the system's words, which may be of any language; the disk itself may
     * have
     * room again, made by the next save that gave up.
     */
    private RegistryException refusal(IOException failure) {
        boolean full = isFull() || String.valueOf(failure.getMessage()).contains(SYSTEMS_WORDS_FOR_FULL);
        RegistryException refusal = full
                ? ProblemType.STORAGE_FULL.because("The disk of the blob store is full; free some space and try again")
                : ProblemType.STORAGE_UNAVAILABLE
                        .because("The folder of the blob store cannot be used; the log has the reason");
        return refusal.causedBy(failure);
    }

    private boolean isFull() {
        try {
            return Files.getFileStore(root).getUsableSpace() < FULL_BELOW_BYTES;
        } catch (IOException unreachable) {
            return false;
        }
    }
}
