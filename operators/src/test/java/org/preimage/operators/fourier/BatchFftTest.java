package org.preimage.operators.fourier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchFftTest {
    private static final double TOLERANCE = 1e-6;

    static IntStream lengths() {
        return IntStream.concat(
                IntStream.rangeClosed(1, 130),
                IntStream.of(
                        144, 180, 210, 225, 230, 240, 243, 250, 256, 263, 320, 343, 384, 512, 625, 729, 961, 1024));
    }

    /** Interleaved, of all lines. */
    private static double[][] random(int length, int lanes) {
        Random random = new Random(length);
        return Stream.generate(() ->
                        random.doubles(2L * length, -1, 1).map(v -> (float) v).toArray())
                .limit(lanes)
                .toArray(double[][]::new);
    }

    private static double[] direct(double[] x, int sign) {
        int n = x.length / 2;
        double[] cos = new double[n];
        double[] sin = new double[n];
        for (int i = 0; i < n; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / n);
            sin[i] = sign * Math.sin(2 * Math.PI * i / n);
        }
        double[] out = new double[2 * n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                int w = (int) ((long) i * k % n);
                out[2 * k] += x[2 * i] * cos[w] - x[2 * i + 1] * sin[w];
                out[2 * k + 1] += x[2 * i] * sin[w] + x[2 * i + 1] * cos[w];
            }
        }
        return out;
    }

    private static void put(BatchFft.Batch batch, double[][] lines) {
        for (int l = 0; l < lines.length; l++) {
            for (int i = 0; i < batch.length(); i++) {
                batch.re(i)[l] = (float) lines[l][2 * i];
                batch.im(i)[l] = (float) lines[l][2 * i + 1];
            }
        }
    }

    private static double[][] get(BatchFft.Batch batch, int lanes) {
        double[][] lines = new double[lanes][2 * batch.length()];
        for (int l = 0; l < lanes; l++) {
            for (int i = 0; i < batch.length(); i++) {
                lines[l][2 * i] = batch.re(i)[l];
                lines[l][2 * i + 1] = batch.im(i)[l];
            }
        }
        return lines;
    }

    private static void assertClose(double[] expected, double[] actual, String message) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += (expected[i] - actual[i]) * (expected[i] - actual[i]);
            size += expected[i] * expected[i];
        }
        double relative = Math.sqrt(error / size);
        assertTrue(relative < TOLERANCE, message + ": relative error " + relative);
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void isTheDirectSum(int length) {
        BatchFft fft = new BatchFft(length);
        double[][] x = random(length, 3);
        fft.use(batch -> {
            put(batch, x);
            batch.forward(3);
            double[][] forward = get(batch, 3);
            put(batch, x);
            batch.inverse(3);
            double[][] inverse = get(batch, 3);
            for (int l = 0; l < 3; l++) {
                assertClose(direct(x[l], -1), forward[l], "forward " + length);
                assertClose(direct(x[l], 1), inverse[l], "inverse " + length);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 60, 230, 263, 320})
    void manyLinesAreTransformedAsOne(int length) {
        BatchFft fft = new BatchFft(length);
        double[][] x = random(length, fft.lanes());
        double[][] one = new double[x.length][];
        fft.use(batch -> {
            for (int l = 0; l < x.length; l++) {
                put(batch, new double[][] {x[l]});
                batch.forward(1);
                one[l] = get(batch, 1)[0];
            }
            put(batch, x);
            batch.forward(x.length);
            double[][] all = get(batch, x.length);
            for (int l = 0; l < x.length; l++) {
                assertClose(one[l], all[l], "line " + l);
            }
            batch.inverse(x.length);
            double[][] back = get(batch, x.length);
            for (int i = 0; i < 2 * length; i++) {
                assertEquals(x[7][i], back[7][i] / length, 2e-6);
            }
        });
    }

    @Test
    void lengthsBelowOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new BatchFft(0));
        assertThrows(IllegalArgumentException.class, () -> new BatchFft(4).batch(0));
    }
}
