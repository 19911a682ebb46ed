package io.weighhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.weighhouse.StartupRefused;

/** With real servers and real processes: what is left over from a crash decides about the next start. */
class PostgresClusterTest {

    @TempDir
    static Path folder;

    private SecretFile password;
    private PostgresCluster cluster;
    private int port;

    @BeforeEach
    void start() throws Exception {
        password = new SecretFile(folder.resolve("password"));
        restart();
    }

    @AfterEach
    void stop() throws Exception {
        cluster.stop();
    }

    @Test
    void isDurableAndAsksForThePassword() throws Exception {
        assertThat(query("show fsync")).isEqualTo("on");
        assertThat(query("show server_encoding")).isEqualTo("UTF8");
        assertThat(query("show data_checksums")).isEqualTo("on");
        assertThatThrownBy(() -> connect("wrong")).isInstanceOf(SQLException.class).hasMessageContaining("password");
    }

    @Test
    void replacesAServerThatAnEarlierRunLeft() throws Exception {
        ProcessHandle left = server().orElseThrow();

        restart();

        assertThat(left.info().command()).as("a process that ended has no program").isEmpty();
        assertThat(server()).isPresent();
        assertThat(query("select 1")).isEqualTo("1");
    }

    @Test
    void leavesAStrangerAloneThatGotTheServersProcessId() throws Exception {
        cluster.stop();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            noteAsServer(stranger.pid());

            assertThat(server()).isEmpty();
            restart();

            assertThat(stranger.isAlive()).isTrue();
            assertThat(query("select 1")).isEqualTo("1");
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void rootTakesNoUsersDatabaseAway() throws Exception {
        Path database = folder.resolve("postgresql");
        int owner = (int) Files.getAttribute(database, "unix:uid");
        assumeTrue(owner == 0 || owner == 65_534, "only root can hand files over");
        cluster.stop();
        Files.setAttribute(database, "unix:uid", 4711);
        try {
            assertThatThrownBy(this::restart).isInstanceOf(StartupRefused.class)
                    .hasMessageContaining("belongs to the user 4711");

            assertThat(Files.getAttribute(database, "unix:uid")).isEqualTo(4711);
        } finally {
            Files.setAttribute(database, "unix:uid", owner);
            restart();
        }
    }

    @Test
    void startsAfterAServerThatLeftOnlyItsNote() throws Exception {
        server().orElseThrow().destroyForcibly();
        assertThat(note()).exists();

        restart();

        assertThat(query("select 1")).isEqualTo("1");
    }

    @Test
    void startsOverAfterAnInitializationThatWasCutOff() throws Exception {
        cluster.stop();
        PostgresCluster.delete(folder.resolve("postgresql/cluster"));
        Files.createDirectories(folder.resolve("postgresql/cluster.new/base"));

        restart();

        assertThat(query("select 1")).isEqualTo("1");
        assertThat(folder.resolve("postgresql/initial-password")).doesNotExist();
    }

    @Test
    void knowsTheArchiveOfEachMachine() {
        assertThat(PostgresBinaries.archiveFor("Linux", "amd64", false)).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(PostgresBinaries.archiveFor("Linux", "amd64", true)).isEqualTo("postgres-linux-x86_64-alpine_linux.txz");
        assertThat(PostgresBinaries.archiveFor("Linux", "aarch64", false)).isEqualTo("postgres-linux-arm_64.txz");
        assertThat(PostgresBinaries.archiveFor("Mac OS X", "aarch64", false)).isEqualTo("postgres-darwin-arm_64.txz");
        assertThat(PostgresBinaries.archiveFor("Mac OS X", "x86_64", false)).isEqualTo("postgres-darwin-x86_64.txz");
    }

    private void restart() throws Exception {
        cluster = PostgresCluster.prepare(folder.resolve("postgresql"), password);
        port = cluster.start();
    }

    private static Optional<ProcessHandle> server() throws Exception {
        return new PostmasterFile(folder.resolve("postgresql/cluster")).runningServer();
    }

    private static Path note() {
        return folder.resolve("postgresql/cluster/postmaster.pid");
    }

    /** Writes the note of a crashed server whose process id is in use again. */
    private static void noteAsServer(long pid) throws Exception {
        Files.write(note(),
                List.of(Long.toString(pid), folder.resolve("postgresql/cluster").toString(), "1795426390", "5432", "",
                        "127.0.0.1", "  1 1", "ready"));
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connect(password.readOrMake(""));
                ResultSet rows = connection.createStatement()
                        .executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Connection connect(String secret) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), PostgresCluster.ROLE,
                secret);
    }
}
