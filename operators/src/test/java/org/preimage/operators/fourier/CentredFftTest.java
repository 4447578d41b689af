package org.preimage.operators.fourier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.SharedData;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Vectors;

class CentredFftTest {
    private static float[] random(int... sizes) {
        float[] x = new float[2 * IntStream.of(sizes).reduce(1, Math::multiplyExact)];
        Random random = new Random(3);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** One axis by its definition, in double. */
    private static float[] direct(float[] x, int[] sizes, int axis) {
        int n = sizes[axis];
        int stride = 1;
        for (int i = 0; i < axis; i++) {
            stride *= sizes[i];
        }
        float[] out = new float[x.length];
        for (int l = 0; l < x.length / 2; l++) {
            int k = l / stride % n;
            int start = l - k * stride;
            double re = 0;
            double im = 0;
            for (int r = 0; r < n; r++) {
                double angle = -2 * Math.PI * ((k - n / 2) * (r - n / 2) % n) / n;
                int at = 2 * (start + r * stride);
                re += x[at] * Math.cos(angle) - x[at + 1] * Math.sin(angle);
                im += x[at] * Math.sin(angle) + x[at + 1] * Math.cos(angle);
            }
            out[2 * l] = (float) (re / Math.sqrt(n));
            out[2 * l + 1] = (float) (im / Math.sqrt(n));
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({
        "8, 1, 1, 1",
        "9, 1, 1, 1",
        "37, 1, 1, 1",
        "12, 10, 1, 3",
        "15, 7, 1, 3",
        "6, 5, 4, 7",
        "6, 5, 4, 2",
        "6, 5, 4, 5",
        "6, 5, 4, 4",
        "230, 18, 1, 3",
        "140, 3, 2, 6",
        "3, 150, 2, 3",
        "2, 3, 41, 7",
        "1, 1, 5, 7"
    })
    void isTheDefinition(int nx, int ny, int nz, int which) {
        int[] sizes = {nx, ny, nz};
        int[] axes = IntStream.range(0, 3).filter(a -> (which >> a & 1) == 1).toArray();
        float[] x = random(sizes);
        float[] expected = x;
        for (int axis : axes) {
            expected = direct(expected, sizes, axis);
        }
        CentredFft fft = new CentredFft(sizes, axes);
        float[] y = new float[x.length];
        fft.forward(x, y);
        assertTrue(Vectors.relativeDistance(y, expected) < 1e-6);
        assertEquals(Vectors.norm(x), Vectors.norm(y), 1e-6 * Vectors.norm(x));
        float[] back = new float[x.length];
        fft.inverse(y, back);
        assertTrue(Vectors.relativeDistance(back, x) < 1e-6);
        float[] inPlace = x.clone();
        fft.forward(inPlace, inPlace);
        assertArrayEquals(y, inPlace);
    }

    @Test
    void axesMayComeInAnyOrder() {
        float[] x = random(6, 5, 4);
        float[] one = new float[x.length];
        float[] other = new float[x.length];
        new CentredFft(new int[] {6, 5, 4}, 0, 2).forward(x, one);
        new CentredFft(new int[] {6, 5, 4}, 2, 0).forward(x, other);
        assertArrayEquals(one, other);
    }

    @Test
    void onePlanServesManyThreadsAtOnce() {
        int[] sizes = {60, 48};
        CentredFft fft = new CentredFft(sizes, 0, 1);
        float[][] x = new float[24][];
        float[][] expected = new float[x.length][];
        for (int i = 0; i < x.length; i++) {
            x[i] = random(sizes);
            x[i][i] += 7;
            float[] y = new float[x[i].length];
            Parallel.withThreads(1, () -> fft.forward(x[0], y));
            int at = i;
            Parallel.withThreads(1, () -> fft.forward(x[at], y));
            expected[i] = y;
        }
        float[][] y = new float[x.length][x[0].length];
        for (int repetition = 0; repetition < 20; repetition++) {
            IntStream.range(0, x.length).parallel().forEach(i -> fft.forward(x[i], y[i]));
            for (int i = 0; i < x.length; i++) {
                assertArrayEquals(expected[i], y[i]);
            }
        }
    }

    private static float[] cfl(String name) throws IOException {
        String sizes =
                Files.readAllLines(SharedData.require("refs/" + name + ".hdr")).get(1);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(SharedData.require("refs/" + name + ".cfl")));
        float[] x = new float[bytes.capacity() / 4];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(x);
        assertTrue(sizes.startsWith("64 64 1"), sizes);
        return x;
    }

    @Test
    void agreesWithBart() throws IOException {
        float[] y = cfl("mr_phantom64");
        CentredFft fft = new CentredFft(new int[] {64, 64}, 0, 1);
        fft.forward(y, y);
        assertTrue(Vectors.relativeDistance(y, cfl("fft_u3_phantom64")) < 1e-6);
    }
}
