package io.weighhouse.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that has ended, or was ended because its time was over, and what it printed. */
record ProgramRun(List<String> command, int exitCode, boolean outOfTime, String output, String errors) {

    /**
     * Runs a program to its end. Its output goes through files, so that one that prints much cannot stand still for want of a
     * reader.
     */
    static ProgramRun of(Path folder, Map<String, String> environment, Duration limit, List<String> command) {
        try {
            Path output = Files.createTempFile("program", ".out");
            Path errors = Files.createTempFile("program", ".err");
            try {
                var builder = new ProcessBuilder(command).directory(folder.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                boolean ended = endsWithin(limit, process);
                return new ProgramRun(command, ended ? process.exitValue() : -1, !ended, Files.readString(output),
                        Files.readString(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command, e);
        }
    }

    private static boolean endsWithin(Duration limit, Process process) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    boolean succeeded() {
        return !outOfTime && exitCode == 0;
    }

    /** How it ended and the last of what it printed, for the text of a failure; without the arguments, which hold the key. */
    String ending() {
        String end = outOfTime ? "was ended because its time was over" : "ended with " + exitCode;
        return "%s %s%n%s%n%s".formatted(String.join(" ", command.subList(0, 2)), end, tailOf(output), tailOf(errors));
    }

    private static String tailOf(String text) {
        return text.substring(Math.max(0, text.length() - 4_000));
    }
}
