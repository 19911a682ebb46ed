package io.weighhouse.modelfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever tensors a group declares: exactly their bytes pass, however they are cut, and one more or less does not. */
class ByteRulePropertyTest {

    /** A tensor in the words of a weights manifest, and bytes that are right for it. */
    record Tensor(String members, int elements, int width) {

        private static final int STRING = 0;

        String spec(int number) {
            return "{\"name\":\"t%d\",%s}".formatted(number, members);
        }

        byte[] bytes(Random random) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < elements; i++) {
                byte[] element = new byte[width == STRING ? random.nextInt(5) * random.nextInt(100) : width];
                random.nextBytes(element);
                if (width == STRING) {
                    bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(element.length).array());
                }
                bytes.writeBytes(element);
            }
            return bytes.toByteArray();
        }
    }

    @Property
    void exactBytesPassUnderAnyCut(@ForAll("tensors") List<Tensor> tensors, @ForAll Random random) {
        byte[] bytes = bytesOf(tensors, random);
        GroupBytes group = GroupBytes.of(manifestOf(tensors), 0);

        pass(bytes, group, random);

        group.finish();
        assertThat(group.bytes()).isEqualTo(bytes.length);
    }

    @Property
    void aFingerprintDependsOnItsTensorAlone(@ForAll("tensors") List<Tensor> tensors, @ForAll Random random) {
        List<byte[]> each = tensors.stream().map(tensor -> tensor.bytes(random)).toList();
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        each.forEach(together::writeBytes);
        ByteArrayOutputStream alone = new ByteArrayOutputStream();
        for (int i = 0; i < each.size(); i++) {
            alone.writeBytes(fingerprints(tensors.subList(i, i + 1), each.get(i), random));
        }

        byte[] group = fingerprints(tensors, together.toByteArray(), random);

        assertThat(group).isEqualTo(alone.toByteArray()).hasSize(16 * tensors.size());
    }

    private static byte[] fingerprints(List<Tensor> tensors, byte[] bytes, Random random) {
        GroupBytes group = GroupBytes.of(manifestOf(tensors), 0);
        pass(bytes, group, random);
        group.finish();
        return group.fingerprints();
    }

    @Property
    void oneByteMoreFailsWithTheRightNumbers(@ForAll("tensors") List<Tensor> tensors, @ForAll Random random) {
        byte[] bytes = bytesOf(tensors, random);
        byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
        GroupBytes group = GroupBytes.of(manifestOf(tensors), 0);

        RegistryException refusal = catchThrowableOfType(RegistryException.class, () -> pass(more, group, random));

        assertThat(refusal.type()).isEqualTo(ProblemType.WEIGHTS_SIZE_MISMATCH);
        assertThat(refusal.members()).containsEntry("expectedBytes", (long) bytes.length)
                .containsEntry("atLeastBytes", (long) more.length);
    }

    @Property
    void oneByteLessFailsWithTheRightNumbers(@ForAll("tensors") List<Tensor> tensors, @ForAll Random random) {
        byte[] bytes = bytesOf(tensors, random);
        if (bytes.length == 0) {
            return;
        }
        GroupBytes group = GroupBytes.of(manifestOf(tensors), 0);
        pass(Arrays.copyOf(bytes, bytes.length - 1), group, random);

        RegistryException refusal = catchThrowableOfType(RegistryException.class, group::finish);

        assertThat(refusal.type()).isEqualTo(ProblemType.WEIGHTS_SIZE_MISMATCH);
        assertThat(refusal.members()).containsEntry("expectedBytes", (long) bytes.length)
                .containsEntry("actualBytes", bytes.length - 1L);
    }

    @Property
    void everyTruncationFails(@ForAll("tensors") List<Tensor> tensors, @ForAll Random random) {
        byte[] bytes = bytesOf(tensors, random);
        int kept = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        GroupBytes group = GroupBytes.of(manifestOf(tensors), 0);
        pass(Arrays.copyOf(bytes, kept), group, random);

        RegistryException refusal = catchThrowableOfType(RegistryException.class, group::finish);

        assertThat(refusal == null).isEqualTo(bytes.length == 0);
        if (refusal != null) {
            assertThat((long) refusal.members().get("expectedBytes")).isGreaterThan(kept).isLessThanOrEqualTo(bytes.length);
        }
    }

    @Property
    void withoutStringsTheDeclaredBytesAreExact(@ForAll("tensors") List<Tensor> tensors, @ForAll Random random) {
        WeightsManifest manifest = manifestOf(tensors);
        int length = bytesOf(tensors, random).length;

        boolean strings = tensors.stream().anyMatch(tensor -> tensor.width() == Tensor.STRING && tensor.elements() > 0);
        assertThat(manifest.declaredBytes().isEmpty()).isEqualTo(strings);
        assertThat(manifest.groups().get(0).leastBytes()).isLessThanOrEqualTo(length);
        manifest.declaredBytes().ifPresent(declared -> assertThat(declared).isEqualTo(length));
    }

    @Provide
    Arbitrary<List<Tensor>> tensors() {
        Arbitrary<List<Integer>> shapes = Arbitraries.integers().between(0, 4).list().ofMaxSize(3);
        Arbitrary<String[]> kinds = Arbitraries.of(List.of(kind("float32", 4), kind("int32", 4), kind("bool", 1),
                kind("complex64", 8), kind("string", Tensor.STRING), kind("string", Tensor.STRING),
                quantized("float32", "uint8", 1),
                quantized("int32", "uint16", 2), quantized("float32", "float16", 2)));
        return Combinators.combine(shapes, kinds).as(ByteRulePropertyTest::tensor).list().ofMaxSize(8);
    }

    private static Tensor tensor(List<Integer> shape, String[] kind) {
        int elements = shape.stream().reduce(1, Math::multiplyExact);
        return new Tensor("\"shape\":%s,%s".formatted(shape, kind[0]), elements, Integer.parseInt(kind[1]));
    }

    private static String[] kind(String dtype, int width) {
        return new String[] { "\"dtype\":\"" + dtype + "\"", String.valueOf(width) };
    }

    private static String[] quantized(String dtype, String stored, int width) {
        return new String[] {
                "\"dtype\":\"%s\",\"quantization\":{\"dtype\":\"%s\",\"min\":0,\"scale\":1}".formatted(dtype, stored),
                String.valueOf(width) };
    }

    private static WeightsManifest manifestOf(List<Tensor> tensors) {
        List<String> specs = new ArrayList<>();
        for (Tensor tensor : tensors) {
            specs.add(tensor.spec(specs.size()));
        }
        return ModelTexts.read(ModelTexts.withWeights(specs.toArray(String[]::new))).manifest();
    }

    private static byte[] bytesOf(List<Tensor> tensors, Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tensors.forEach(tensor -> bytes.writeBytes(tensor.bytes(random)));
        return bytes.toByteArray();
    }

    private static void pass(byte[] bytes, GroupBytes group, Random random) {
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, random.nextInt(random.nextBoolean() ? 4 : 200));
            group.accept(bytes, at, length);
            at += length;
        }
    }
}
