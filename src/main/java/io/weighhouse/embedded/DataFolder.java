package io.weighhouse.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

import io.weighhouse.StartupRefused;

/**
 * The folder that holds everything of a one-command run, locked for this process. The system drops the lock when the process
 * ends, however it ends: a lock never has to be cleared by hand.
 */
final class DataFolder implements AutoCloseable {

    private static final String LOCK_FILE = "weighhouse.lock";

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    static DataFolder open(Path folder) {
        try {
            Path path = created(folder.toAbsolutePath().normalize());
            FileChannel lockFile = FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (!isLocked(lockFile)) {
                String owner = Files.readString(path.resolve(LOCK_FILE)).strip();
                lockFile.close();
                throw new StartupRefused("the data folder %s is in use by another Weighhouse (process %s); stop it, or choose "
                        + "another folder by weighhouse.data (WEIGHHOUSE_DATA)", path, owner);
            }
            lockFile.truncate(0).write(ByteBuffer.wrap(ownPid().getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(path, lockFile);
        } catch (IOException unusable) {
            throw new StartupRefused(
                    "the data folder %s cannot be used: %s; choose another by weighhouse.data (WEIGHHOUSE_DATA)",
                    folder.toAbsolutePath(), unusable);
        }
    }

    private static Path created(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path.getParent());
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return path.toRealPath();
    }

    private static boolean isLocked(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException ignored) {
            // the lock ends with the process at the latest
        }
    }
}
