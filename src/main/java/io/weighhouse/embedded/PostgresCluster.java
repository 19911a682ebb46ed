package io.weighhouse.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.weighhouse.StartupRefused;

/**
 * One PostgreSQL cluster and the server that works on it. The server is started by pg_ctl, in a session of its own: Ctrl-C
 * reaches the registry only, which stops the server when nothing uses it any more.
 */
final class PostgresCluster {

    static final String ROLE = "weighhouse";

    private static final String SECONDS_FOR_CRASH_RECOVERY = "600";
    private static final String SECONDS_TO_STOP = "60";
    private static final int LOG_LINES_SHOWN = 10;

    private final Path folder;
    private final Path cluster;
    private final Path serverLog;
    private final Path programs;
    private final PostgresAccount account;
    private final SecretFile password;

    private PostgresCluster(Path folder, SecretFile password, PostgresAccount account, Path programs) {
        this.folder = folder;
        this.cluster = folder.resolve("cluster");
        this.serverLog = folder.resolve("server.log");
        this.programs = programs.resolve("bin");
        this.account = account;
        this.password = password;
    }

    /** The cluster below {@code folder}, made when there is none; no server of an earlier run works on it any more. */
    static PostgresCluster prepare(Path folder, SecretFile password) throws IOException {
        PostgresAccount account = PostgresAccount.choose();
        Files.createDirectories(folder);
        PostgresCluster cluster = new PostgresCluster(folder, password, account, PostgresBinaries.unpackedBelow(folder));
        account.passThrough(folder.getParent());
        account.own(folder);
        if (Files.notExists(cluster.cluster)) {
            cluster.initialize();
        }
        cluster.endEarlierServer();
        return cluster;
    }

    /** Whole or not at all: an initialization that was cut off leaves a folder that nobody looks at. */
    private void initialize() throws IOException {
        Path unfinished = folder.resolve("cluster.new");
        Path passwordCopy = folder.resolve("initial-password");
        delete(unfinished);
        password.readOrMake("");
        Files.copy(password.path(), passwordCopy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        account.own(passwordCopy);
        run("initdb", "--pgdata=" + unfinished, "--username=" + ROLE, "--pwfile=" + passwordCopy, "--auth=scram-sha-256",
                "--encoding=UTF8", "--no-locale", "--no-instructions");
        Files.delete(passwordCopy);
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    /** After {@code kill -9} of the registry its server goes on alone; its port and memory are of no use to anyone. */
    private void endEarlierServer() throws IOException {
        PostmasterFile note = new PostmasterFile(cluster);
        if (note.runningServer().isPresent()) {
            stop();
        }
        note.forgetStranger();
    }

    /**
     * Starts the server on a free port of the loopback address, after crash recovery where that is due.
     *
     * @param settings lines of postgresql.conf that go before the defaults
     * @return the port
     */
    int start(String... settings) throws IOException {
        int port = freePort();
        List<String> lines = new ArrayList<>(List.of("listen_addresses = '127.0.0.1'", "port = " + port,
                "unix_socket_directories = ''", "timezone = 'UTC'", "log_timezone = 'UTC'", "log_checkpoints = off",
                "log_min_error_statement = panic"));
        lines.addAll(List.of(settings));
        Path configuration = cluster.resolve("postgresql.conf");
        Files.write(configuration, lines);
        account.own(configuration);
        run("pg_ctl", "start", "--silent", "--wait", "--timeout=" + SECONDS_FOR_CRASH_RECOVERY, "--pgdata=" + cluster,
                "--log=" + serverLog);
        return port;
    }

    /** Ends all sessions and waits until the last page is on disk. */
    void stop() throws IOException {
        run("pg_ctl", "stop", "--silent", "--wait", "--mode=fast", "--timeout=" + SECONDS_TO_STOP, "--pgdata=" + cluster);
    }

    private void run(String program, String... arguments) throws IOException {
        List<String> command = account.command(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Program ended = Program.run(command);
        if (ended.failed()) {
            throw new StartupRefused("PostgreSQL's %s failed:%n%s%s", program, ended.output(), endOfServerLog());
        }
    }

    private String endOfServerLog() throws IOException {
        if (Files.notExists(serverLog)) {
            return "";
        }
        List<String> lines = Files.readAllLines(serverLog);
        return "the end of %s:%n".formatted(serverLog)
                + String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
