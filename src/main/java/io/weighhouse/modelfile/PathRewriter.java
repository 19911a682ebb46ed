package io.weighhouse.modelfile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import io.weighhouse.modelfile.JsonScanner.Token;

/**
 * Leads the paths of a weights manifest elsewhere, so that a model file served at a URL that moves names the shards of one
 * version. Nothing but the strings of these paths changes. Works on the bytes of a file that {@link ModelFile} once accepted.
 */
public final class PathRewriter {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._/-]*");

    private final String prefix;

    /** @param prefix what stands before every path, such as {@code ../7/} */
    public PathRewriter(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("Not a prefix of paths: " + prefix);
        }
        this.prefix = prefix;
    }

    /** The same model file with the prefix before every path, a leading {@code ./} dropped. */
    public byte[] rewrite(byte[] modelFile) {
        return new Pass(modelFile).run();
    }

    /** One way through one file: what was not written yet is copied when a path, or the end, is reached. */
    private final class Pass {

        private final byte[] source;
        private final JsonScanner scanner;
        private final JsonWalk walk;
        private final ByteArrayOutputStream target;
        private int copied;

        Pass(byte[] source) {
            this.source = source;
            this.scanner = new JsonScanner(source, new Findings());
            this.walk = new JsonWalk(scanner);
            this.target = new ByteArrayOutputStream(source.length + 1024);
        }

        byte[] run() {
            walk.inObject(scanner.next(), "weightsManifest", this::rewriteGroups);
            copyUpTo(source.length);
            return target.toByteArray();
        }

        private void rewriteGroups(Token manifest) {
            walk.inArray(manifest, group -> walk.inObject(group, "paths", paths -> walk.inArray(paths, this::rewritePath)));
        }

        private void rewritePath(Token first) {
            copyUpTo(scanner.start());
            String path = FilePath.withoutDot(scanner.text());
            target.writeBytes(('"' + prefix + path + '"').getBytes(StandardCharsets.UTF_8));
            copied = scanner.end();
        }

        private void copyUpTo(int end) {
            target.write(source, copied, end - copied);
            copied = end;
        }
    }
}
