package io.weighhouse.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.weighhouse.catalog.FileRole;
import io.weighhouse.catalog.PublishedVersion;
import io.weighhouse.catalog.VersionFile;
import io.weighhouse.modelfile.ArtifactsText;
import io.weighhouse.modelfile.FilePath;
import io.weighhouse.serving.bundle.Base64Content;
import io.weighhouse.serving.bundle.Content;
import io.weighhouse.serving.bundle.HeldContent;
import io.weighhouse.serving.bundle.JoinedContent;
import io.weighhouse.serving.bundle.StoredContent;
import io.weighhouse.serving.bundle.ZipArchive;
import io.weighhouse.serving.bundle.ZipEntry;
import io.weighhouse.storage.BlobBytes;
import io.weighhouse.storage.ByteRange;
import io.weighhouse.storage.Chunks;
import io.weighhouse.storage.StorageKey;

/** Lays out what a version is as one document: nothing of its weights is read before somebody asks for a range of it. */
@ApplicationScoped
class BundleContents {

    private static final int CHECKSUMS = 10_000;
    /** What takes longer than a moment to go through is no work for an event loop. */
    private static final int SMALL = 64 << 10;

    private final BlobBytes blobs;
    private final Vertx vertx;
    private final Cache<String, Long> checksums = Caffeine.newBuilder().maximumSize(CHECKSUMS).build();

    BundleContents(BlobBytes blobs, Vertx vertx) {
        this.blobs = blobs;
        this.vertx = vertx;
    }

    /** The zip archive of model file, shards and extra files. */
    Uni<Content> archive(PublishedVersion version, Buffer modelFile) {
        var first = new ZipEntry(FilePath.MODEL_FILE, crc32(modelFile), new HeldContent(modelFile));
        return Multi.createFrom().iterable(version.files())
                .onItem().transformToUniAndConcatenate(this::entry)
                .collect().asList()
                .map(entries -> archive(first, entries));
    }

    private static Content archive(ZipEntry first, List<ZipEntry> entries) {
        List<ZipEntry> all = new ArrayList<>(List.of(first));
        all.addAll(entries);
        return ZipArchive.of(all);
    }

    private Uni<ZipEntry> entry(VersionFile file) {
        return crc32(file).map(crc32 -> new ZipEntry(file.path(), crc32, stored(file)));
    }

    /** Known since the save, but for blobs of a registry that did not count it yet: those are read once. */
    private Uni<Long> crc32(VersionFile file) {
        OptionalLong known = file.crc32();
        Long counted = known.isPresent() ? Long.valueOf(known.getAsLong())
                : checksums.getIfPresent(file.storageKey().orElseThrow());
        return counted != null ? Uni.createFrom().item(counted)
                : stored(file).read(ByteRange.all(file.bytes()))
                        .collect().in(CRC32::new, (crc32, chunk) -> crc32.update(Chunks.view(chunk)))
                        .map(CRC32::getValue)
                        .invoke(crc32 -> checksums.put(file.storageKey().orElseThrow(), crc32));
    }

    private static long crc32(Buffer bytes) {
        var crc32 = new CRC32();
        crc32.update(Chunks.view(bytes));
        return crc32.getValue();
    }

    /** TensorFlow.js' artifacts, the weights of all groups as one base64 text. */
    Uni<Content> artifacts(PublishedVersion version, Buffer modelFile) {
        Callable<ArtifactsText> work = () -> ArtifactsText.of(modelFile.getBytes());
        Uni<ArtifactsText> text = modelFile.length() > SMALL ? vertx.executeBlocking(work, false)
                : Uni.createFrom().item(() -> ArtifactsText.of(modelFile.getBytes()));
        return text.map(around -> artifacts(version, around));
    }

    private Content artifacts(PublishedVersion version, ArtifactsText text) {
        List<Content> shards = version.files().stream()
                .filter(file -> file.role() == FileRole.SHARD)
                .map(this::stored).toList();
        return JoinedContent.of(List.of(new HeldContent(Buffer.buffer(text.head())),
                new Base64Content(JoinedContent.of(shards)), HeldContent.of(text.tail())));
    }

    private Content stored(VersionFile file) {
        return file.storageKey().map(key -> (Content) new StoredContent(blobs, new StorageKey(key), file.bytes()))
                .orElseGet(() -> new HeldContent(Buffer.buffer()));
    }
}
