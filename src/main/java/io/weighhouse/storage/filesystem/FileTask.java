package io.weighhouse.storage.filesystem;

import java.io.IOException;

/** Something that blocks on the file system, and may fail there. */
@FunctionalInterface
interface FileTask {

    void run() throws IOException;
}
