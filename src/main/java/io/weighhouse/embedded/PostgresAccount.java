package io.weighhouse.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.sun.security.auth.module.UnixSystem;

import io.weighhouse.StartupRefused;

/**
 * As whom PostgreSQL runs. It refuses to run as root; there it gets a user namespace in which root's files look like anybody's,
 * or, where a container forbids that, the account {@code nobody}.
 */
record PostgresAccount(List<String> prefix, int uid) {

    private static final int ROOT = 0;
    private static final int NOBODY = 65534;

    static PostgresAccount choose() {
        int self = (int) new UnixSystem().getUid();
        if (self != ROOT) {
            return new PostgresAccount(List.of(), self);
        }
        return Stream.of(new PostgresAccount(List.of("unshare", "-U", "--"), ROOT),
                new PostgresAccount(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"), NOBODY))
                .filter(PostgresAccount::isNotRoot)
                .findFirst()
                .orElseThrow(
                        () -> new StartupRefused("PostgreSQL does not run as root, and this machine permits neither a user "
                                + "namespace nor another account for it: start Weighhouse as an ordinary user"));
    }

    private boolean isNotRoot() {
        try {
            return Program.run(command("id", "-u")).output().strip().equals(Integer.toString(NOBODY));
        } catch (IOException missing) {
            return false;
        }
    }

    List<String> command(String... program) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(program));
        return command;
    }

    /** Hands a tree over; an earlier start as root may have used another account. */
    void own(Path tree) throws IOException {
        int owner = ownerOf(tree);
        if (owner == uid) {
            return;
        }
        if (owner != ROOT && owner != NOBODY) {
            throw new StartupRefused("%s belongs to the user %s: start Weighhouse as that user, or give root the whole data "
                    + "folder first (chown -R root)", tree, Files.getOwner(tree).getName());
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /** Lets the account pass through a folder that it does not own, without letting it look around. */
    void passThrough(Path folder) throws IOException {
        if (ownerOf(folder) != uid) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(folder, permissions);
        }
    }

    private static int ownerOf(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid");
    }
}
