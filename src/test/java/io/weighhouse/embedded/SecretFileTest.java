package io.weighhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.StartupRefused;

class SecretFileTest {

    @TempDir
    Path folder;

    @Test
    void makesASecretOf256BitsThatOnlyItsOwnerReads() throws Exception {
        Path path = folder.resolve("admin.key");

        String secret = new SecretFile(path).readOrMake("wh_");

        assertThat(secret).matches("wh_[A-Za-z0-9_-]{43}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(file -> file.equals(path)).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void keepsTheSecretAndMakesAnotherInAnotherFile() {
        String first = new SecretFile(folder.resolve("a")).readOrMake("");

        assertThat(new SecretFile(folder.resolve("a")).readOrMake("")).isEqualTo(first);
        assertThat(new SecretFile(folder.resolve("b")).readOrMake("")).isNotEqualTo(first);
    }

    @Test
    void takesAwayTheRightsOfOthers() throws Exception {
        Path path = Files.writeString(folder.resolve("admin.key"), "wh_of-the-operator-0123456789\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));

        String secret = new SecretFile(path).readOrMake("wh_");

        assertThat(secret).isEqualTo("wh_of-the-operator-0123456789");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
    }

    @Test
    void startsOverAfterAWriteThatWasCutOff() throws Exception {
        Files.writeString(folder.resolve("admin.key.new"), "wh_cut");

        assertThat(new SecretFile(folder.resolve("admin.key")).readOrMake("wh_")).hasSize(46);
    }

    @Test
    void refusesAFolderInItsPlace() throws Exception {
        Path path = Files.createDirectory(folder.resolve("admin.key"));

        assertThatThrownBy(() -> new SecretFile(path).readOrMake("wh_")).isInstanceOf(StartupRefused.class)
                .hasMessageContaining(path.toString());
    }
}
