package io.weighhouse.clients;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

/** The scripts of the JavaScript clients as tests, against whatever registry runs at an address. */
public final class JavaScriptClients {
    /** A script needs seconds; the limit is for a machine that does other things. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final NodeProject project;
    private final List<String> registry;

    private JavaScriptClients(NodeProject project, List<String> registry) {
        this.project = project;
        this.registry = registry;
    }

    public static JavaScriptClients of(URI base, String key) {
        return new JavaScriptClients(NodeProject.installed(), List.of("--base", base.toString(), "--key", key));
    }

    /** Without a key, for a registry that takes anonymous saves. */
    public static JavaScriptClients anonymous(URI base) {
        return new JavaScriptClients(NodeProject.installed(), List.of("--base", base.toString()));
    }

    /** Every way to save and to load that a user of this TensorFlow.js release has, with the key or with a token. */
    public Stream<DynamicTest> release(String release, String token) {
        return run("clients.mjs", "--release", release, "--token", token);
    }

    /** A real model out of the package nsfwjs, saved as a converter's folder. */
    public Stream<DynamicTest> realModel(String model) {
        return run("real-models.mjs", "--model", model);
    }

    /** Tables and comparisons of models, against what TensorFlow.js says of the same models. */
    public Stream<DynamicTest> inspect() {
        return run("inspect.mjs");
    }

    /** The archive and the artifacts of versions, at each place where they are read without a browser. */
    public Stream<DynamicTest> bundles() {
        return run("bundles.mjs");
    }

    /** A page of another origin in that browser, between its own stores and the registry. */
    public Stream<DynamicTest> browser(Path chromium, String token) {
        return run("browser.mjs", "--chromium", chromium.toString(), "--token", token);
    }

    /** The tutorial's pair of URLs; the registry must be run so that {@code /upload} may go without a name. */
    public Stream<DynamicTest> tutorial(String release) {
        return run("tutorial.mjs", "--release", release);
    }

    private Stream<DynamicTest> run(String script, String... arguments) {
        var all = new ArrayList<>(registry);
        all.addAll(List.of(arguments));
        return new ClientReport(project.run(script, LIMIT, all)).tests();
    }
}
