package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.Identity;
import org.preimage.operators.space.Space;

/** Saved states are refused where they do not belong; the contract tests that they are complete. */
class CheckpointTest {
    @TempDir
    private Path folder;

    private static Cgls cgls(float... data) {
        return new Cgls(new Identity(Space.vector(data.length)), data);
    }

    private Path saved() throws IOException {
        Cgls cgls = cgls(1, 2, 3);
        Path file = folder.resolve("state");
        Checkpoint.save(cgls, cgls.start(new float[3]), file);
        return file;
    }

    private static <S> String refusal(Iteration<S> iteration, int n, Path file) {
        S state = iteration.start(new float[n]);
        return assertThrows(IOException.class, () -> Checkpoint.restore(iteration, state, file))
                .getMessage();
    }

    private static void assertSays(String part, String message) {
        assertTrue(message.contains(part), message);
    }

    @Test
    void statesOfOthersAreRefused() throws IOException {
        Path file = saved();
        Sirt sirt = new Sirt(new Identity(Space.vector(3)), new float[] {1, 2, 3}, 1, Bounds.NONE, 0);
        assertSays("holds the state of Cgls, but Sirt is needed", refusal(sirt, 3, file));
        assertSays("another array \"data\"", refusal(cgls(1, 2, 4), 3, file));
        assertSays("another array \"data\"", refusal(cgls(1, 2, 3, 4), 4, file));
        Path other = folder.resolve("sirt");
        Checkpoint.save(sirt, sirt.start(new float[3]), other);
        Sirt relaxed = new Sirt(sirt.operator(), sirt.data(), 0.5, Bounds.NONE, 0);
        assertSays("saved with relaxation = 1.0, but 0.5 is needed", refusal(relaxed, 3, other));
        assertSays("no such file", refusal(sirt, 3, folder.resolve("none")));
    }

    @Test
    void damageIsRefused() throws IOException {
        Path file = saved();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            refusal(cgls(1, 2, 3), 3, file);
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);
            assertSays(file.toString(), refusal(cgls(1, 2, 3), 3, file));
        }
        Files.write(file, whole);
        Cgls.State state = cgls(1, 2, 3).start(new float[3]);
        Checkpoint.restore(cgls(1, 2, 3), state, file);
    }

    /** Longer than the pieces in which arrays are converted. */
    @Test
    void longArraysComeBack() throws IOException {
        Space space = Space.vector(10_001);
        float[] data = space.zeros();
        for (int i = 0; i < data.length; i++) {
            data[i] = i - 0.25f;
        }
        Sirt sirt = new Sirt(new Identity(space), data, 0.5, Bounds.NONE, 0);
        Sirt.State state = sirt.start(data);
        sirt.step(state);
        Path file = folder.resolve("state");
        Checkpoint.save(sirt, state, file);
        Sirt.State restored = sirt.start(space.zeros());
        Checkpoint.restore(sirt, restored, file);
        assertArrayEquals(sirt.solution(state), sirt.solution(restored));
        assertEquals(sirt.residual(state), sirt.residual(restored));
    }
}
