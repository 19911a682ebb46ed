package io.weighhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.StartupRefused;

class DataFolderTest {

    @TempDir
    Path parent;

    @Test
    void isMadeForItsOwnerOnly() throws Exception {
        try (DataFolder folder = DataFolder.open(parent.resolve("a/data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path()))).isEqualTo("rwx------");
        }
    }

    @Test
    void refusesASecondUserAndNamesTheFirst() {
        Path path = parent.resolve("data");
        try (DataFolder first = DataFolder.open(path)) {
            assertThatThrownBy(() -> DataFolder.open(path)).isInstanceOf(StartupRefused.class)
                    .hasMessageContaining(first.path().toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("WEIGHHOUSE_DATA");
        }
    }

    @Test
    void isFreeAgainOnceClosed() {
        Path path = parent.resolve("data");
        DataFolder.open(path).close();

        try (DataFolder again = DataFolder.open(path)) {
            assertThat(again.resolve("weighhouse.lock")).hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void ignoresALockFileThatADeadProcessLeft() throws Exception {
        Path path = Files.createDirectory(parent.resolve("data"));
        Files.writeString(path.resolve("weighhouse.lock"), "1");

        try (DataFolder folder = DataFolder.open(path)) {
            assertThat(folder.path()).isEqualTo(path.toRealPath());
        }
    }

    @Test
    void refusesAFileInItsPlace() throws Exception {
        Path file = Files.writeString(parent.resolve("data"), "not a folder");

        assertThatThrownBy(() -> DataFolder.open(file)).isInstanceOf(StartupRefused.class)
                .hasMessageContaining(file.toString());
    }
}
