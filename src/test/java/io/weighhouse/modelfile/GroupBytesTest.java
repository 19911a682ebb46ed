package io.weighhouse.modelfile;

import static io.weighhouse.modelfile.ModelTexts.read;
import static io.weighhouse.modelfile.ModelTexts.weight;
import static io.weighhouse.modelfile.ModelTexts.withWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.weighhouse.problem.ProblemType;
import io.weighhouse.problem.RegistryException;

class GroupBytesTest {

    private static final WeightsManifest FIXED = read(
            withWeights(weight("a", "float32", "[2]"), weight("b", "bool", "[3]"))).manifest();
    private static final WeightsManifest STRINGS = read(withWeights(weight("a", "bool", "[1]"), weight("s", "string", "[2]"),
            weight("b", "bool", "[1]"))).manifest();
    private static final byte[] WHOLE = { 9, 2, 0, 0, 0, 'h', 'i', 0, 0, 0, 0, 7 };

    @Test
    void tellsBothNumbersWhereBytesAreMissing() {
        GroupBytes group = GroupBytes.of(FIXED, 0);
        group.accept(WHOLE, 0, 10);

        RegistryException refusal = refusalOf(group::finish);

        assertThat(refusal.members()).containsEntry("expectedBytes", 11L)
                .containsEntry("actualBytes", 10L)
                .containsEntry("group", 0)
                .containsEntry("paths", List.of("a.bin"));
        assertThat(refusal).hasMessage("The shards of manifest group 0 carry 10 bytes, its weights declare 11");
    }

    @Test
    void tellsTooManyBytesAsSoonAsTheyAreCertain() {
        GroupBytes full = GroupBytes.of(FIXED, 0);
        GroupBytes walked = GroupBytes.of(FIXED, 0);
        full.accept(WHOLE, 0, 11);

        assertThat(refusalOf(() -> full.accept(WHOLE, 0, 2)).members()).containsEntry("expectedBytes", 11L)
                .containsEntry("atLeastBytes", 13L)
                .doesNotContainKey("actualBytes");
        assertThat(refusalOf(() -> walked.accept(new byte[20], 4, 16)).members()).containsEntry("expectedBytes", 11L)
                .containsEntry("atLeastBytes", 16L);
    }

    @Test
    void refusesAnythingForAGroupThatDeclaresNothing() {
        WeightsManifest nothing = read(withWeights()).manifest();

        assertThatCode(() -> GroupBytes.of(nothing, 0).finish()).doesNotThrowAnyException();
        assertThat(refusalOf(() -> GroupBytes.of(nothing, 0).accept(new byte[] { 1 }, 0, 1)).members())
                .containsEntry("expectedBytes", 0L);
    }

    @Test
    void walksStrings() {
        GroupBytes group = GroupBytes.of(STRINGS, 0);
        ByteBuffer direct = ByteBuffer.allocateDirect(WHOLE.length).put(WHOLE).flip();

        group.accept(direct);
        group.finish();

        assertThat(direct.remaining()).isEqualTo(WHOLE.length);
    }

    @Test
    void countsWhatALengthDemandsWhereTheStringRunsOverTheEnd() {
        GroupBytes group = GroupBytes.of(STRINGS, 0);
        group.accept(new byte[] { 9, 0, 0, 0, 0, -1, -1, -1, -1, 'x' }, 0, 10);

        RegistryException refusal = refusalOf(group::finish);

        assertThat(refusal.members()).containsEntry("expectedBytes", 9 + 0xffff_ffffL + 1).containsEntry("actualBytes", 10L);
        assertThat(refusal).message().doesNotContain("at least");
    }

    @Test
    void countsStringsWithoutALengthAsEmpty() {
        GroupBytes group = GroupBytes.of(STRINGS, 0);
        group.accept(WHOLE, 0, 8);

        RegistryException refusal = refusalOf(group::finish);

        assertThat(refusal.members()).containsEntry("expectedBytes", 12L).containsEntry("actualBytes", 8L);
        assertThat(refusal).hasMessageContaining("declare at least 12");
    }

    @Test
    void takesTheFingerprintOfEachTensor() {
        GroupBytes first = GroupBytes.of(STRINGS, 0);
        GroupBytes second = GroupBytes.of(STRINGS, 0);
        byte[] changed = WHOLE.clone();
        changed[6] = 'o';

        first.accept(ByteBuffer.wrap(WHOLE));
        first.finish();
        second.accept(ByteBuffer.allocateDirect(WHOLE.length).put(changed).flip());
        second.finish();

        assertThat(first.fingerprints()).hasSize(48);
        assertThat(changedTensors(first.fingerprints(), second.fingerprints())).containsExactly(1);
    }

    @Test
    void hasNoFingerprintsBeforeTheEnd() {
        GroupBytes group = GroupBytes.of(FIXED, 0);
        group.accept(WHOLE, 0, 10);

        assertThatThrownBy(group::fingerprints).isInstanceOf(IllegalStateException.class);
    }

    private static List<Integer> changedTensors(byte[] before, byte[] after) {
        return IntStream.range(0, before.length / 16)
                .filter(tensor -> Arrays.mismatch(before, tensor * 16, tensor * 16 + 16,
                        after, tensor * 16, tensor * 16 + 16) >= 0)
                .boxed().toList();
    }

    @Test
    void comparesSumsWithoutBytes() {
        assertThatCode(() -> GroupBytes.compare(FIXED, 0, 11)).doesNotThrowAnyException();
        assertThat(refusalOf(() -> GroupBytes.compare(FIXED, 0, 12)).members()).containsEntry("expectedBytes", 11L)
                .containsEntry("actualBytes", 12L);
        assertThat(refusalOf(() -> GroupBytes.compare(FIXED, 0, 10)).members()).containsEntry("actualBytes", 10L);
    }

    @Test
    void comparesStringsOnlyWithTheLeastThatTheyNeed() {
        assertThatCode(() -> GroupBytes.compare(STRINGS, 0, 10)).doesNotThrowAnyException();
        assertThatCode(() -> GroupBytes.compare(STRINGS, 0, 1_000)).doesNotThrowAnyException();
        assertThat(refusalOf(() -> GroupBytes.compare(STRINGS, 0, 9)).members()).containsEntry("expectedBytes", 10L);
    }

    private static RegistryException refusalOf(ThrowingCallable code) {
        RegistryException refusal = catchThrowableOfType(RegistryException.class, code);
        assertThat(refusal).isNotNull();
        assertThat(refusal.type()).isEqualTo(ProblemType.WEIGHTS_SIZE_MISMATCH);
        return refusal;
    }
}
