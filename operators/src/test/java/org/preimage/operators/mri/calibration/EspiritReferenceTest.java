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
        assertTrue(worst < 2e-3, "eigenvalues differ by " + worst);
    }

    @Test
    void mapsAgreeUpToPhase() {
        float[] s = ours.sensitivities().maps().data();
        float[] t = maps.data();
        int n = 64 * 64;
        int zeros = 0;
        int other = 0;
        int common = 0;
        double worst = 0;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            boolean mine = Coils.normSquared(ours.sensitivities().maps(), i) == 0;
            boolean theirs = Coils.normSquared(maps, i) == 0;
            zeros += mine ? 1 : 0;
            other += mine != theirs ? 1 : 0;
            if (!mine && !theirs) {
                double d = Coils.distance(ours.sensitivities().maps(), maps, i);
                worst = Math.max(worst, d);
                sum += d * d;
                common++;
                for (int c = 0; c < 8; c++) {
                    int at = 2 * (c * n + i);
                    assertEquals(Math.hypot(t[at], t[at + 1]), Math.hypot(s[at], s[at + 1]), 0.06);
                }
            }
        }
        double rms = Math.sqrt(sum / common);
        assertTrue(Math.abs(zeros - 1239) <= 3 && other <= 3, zeros + " zero pixels, " + other + " other than BART's");
        // BART iterates a fixed number of times: the largest differences are where two eigenvalues are close.
        assertTrue(worst < 0.25, "S S^H differs by up to " + worst);
        assertTrue(rms < 0.01, "S S^H differs by " + rms);
    }

    /** Both make the first principal component real, which is known up to one phase. */
    @Test
    void phasesAgreeUpToOne() {
        float[] s = ours.sensitivities().maps().data();
        float[] t = maps.data();
        double re = 0;
        double im = 0;
        for (int i = 0; i < s.length; i += 2) {
            re += s[i] * t[i] + s[i + 1] * t[i + 1];
            im += s[i] * t[i + 1] - s[i + 1] * t[i];
        }
        double both = Math.hypot(re, im);
        // The sum over all pixels of S^H T is as long as if all phases were equal.
        assertEquals(64 * 64 - 1239, both, 1);
    }
}
