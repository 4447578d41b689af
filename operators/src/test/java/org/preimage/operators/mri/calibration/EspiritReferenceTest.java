package org.preimage.operators.mri.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;

/** Beside maps that BART estimated from the same data. */
class EspiritReferenceTest {
    private static Espirit.Result ours;
    private static Image maps;
    private static Image eigenvalues;

    @BeforeAll
    static void estimate() throws IOException {
        Image kspace = BartFile.read("mr_ksp8_noisy", Role.KX, Role.KY, Role.COIL);
        Image mask = BartFile.read("mr_mask", Role.KX, Role.KY);
        for (int i = 0; i < kspace.data().length; i++) {
            kspace.data()[i] *= mask.data()[i % mask.data().length / 2 * 2];
        }
        maps = BartFile.read("mr_ecalib_m1_r16", Role.X, Role.Y, Role.COIL);
        eigenvalues = BartFile.read("mr_ecalib_eigenvalues", Role.X, Role.Y);
        ours = Espirit.STANDARD.estimate(kspace);
    }

    @Test
    void theBlockIsTheFullySampledOne() {
        assertEquals(List.of(16, 16), ours.block());
        assertEquals(45, ours.kernels());
    }

    @Test
    void eigenvaluesAgree() {
        double worst = 0;
        for (int i = 0; i < 64 * 64; i++) {
            worst = Math.max(
                    worst,
                    Math.abs(eigenvalues.data()[2 * i] - ours.eigenvalues().data()[i]));
        }
        System.err.println("eigenvalues: " + worst);
        assertTrue(worst < 2e-3, "eigenvalues differ by " + worst);
    }

    @Test
    void mapsAgreeUpToPhase() {
        float[] s = ours.sensitivities().maps().data();
        float[] t = maps.data();
        int n = 64 * 64;
        int zeros = 0;
        int other = 0;
        double worst = 0;
        double sum = 0;
        double phase = 0;
        int common = 0;
        for (int i = 0; i < n; i++) {
            double mine = 0;
            double theirs = 0;
            for (int c = 0; c < 8; c++) {
                int at = 2 * (c * n + i);
                mine += s[at] * s[at] + s[at + 1] * s[at + 1];
                theirs += t[at] * t[at] + t[at + 1] * t[at + 1];
            }
            zeros += mine == 0 ? 1 : 0;
            other += mine == 0 != (theirs == 0) ? 1 : 0;
            if (mine == 0 || theirs == 0) {
                continue;
            }
            assertEquals(1, mine, 1e-5);
            common++;
            for (int c = 0; c < 8; c++) {
                for (int e = 0; e < 8; e++) {
                    double[] p = outer(s, c * n + i, e * n + i);
                    double[] q = outer(t, c * n + i, e * n + i);
                    double d = Math.hypot(p[0] - q[0], p[1] - q[1]);
                    worst = Math.max(worst, d);
                    sum += d * d;
                }
                int at = 2 * (c * n + i);
                phase = Math.max(phase, Math.hypot(s[at] - t[at], s[at + 1] - t[at + 1]));
            }
        }
        double rms = Math.sqrt(sum / common);
        System.err.println("zeros " + zeros + ", other " + other + ", worst " + worst + ", rms |SS^H - TT^H|_F " + rms
                + ", worst with phase " + phase);
        assertTrue(Math.abs(zeros - 1239) <= 3 && other <= 3, zeros + " zero pixels, " + other + " other than BART's");
        assertTrue(worst < 0.06, "S S^H differs by up to " + worst);
        assertTrue(rms < 0.02, "S S^H differs by " + rms);
    }

    /** S_i conj(S_j). */
    private static double[] outer(float[] s, int i, int j) {
        return new double[] {
            s[2 * i] * s[2 * j] + s[2 * i + 1] * s[2 * j + 1], s[2 * i + 1] * s[2 * j] - s[2 * i] * s[2 * j + 1]
        };
    }
}
