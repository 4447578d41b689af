package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.preimage.operators.Identity;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;

/** Homodyne detection and projections onto convex sets restore the missing side of k-space. */
class PartialFourierTest {
    private static final Space IMAGE = Space.image(64, 96, 1);
    private static final Sensitivities COILS = KSpaceScans.coils(IMAGE, 4);

    private static Reconstruction run(String method, SamplingMask mask, String combine, Image data) {
        CartesianMri mri = new CartesianMri(COILS, mask);
        return Methods.named(Methods.classical(), method)
                .with(Map.of("combine", combine))
                .reconstruct(new InverseProblem(mri, data));
    }

    @ParameterizedTest
    @CsvSource({"pocs, false, true", "pocs, true, false", "homodyne, false, false", "homodyne, true, true"})
    void bothBeatZeroFilling(String method, boolean alongX, boolean high) {
        int n = alongX ? 64 : 96;
        int count = n * 5 / 8;
        SamplingMask mask = KSpaceScans.mask(IMAGE, (x, y) -> {
            int i = alongX ? x : y;
            return high ? i >= n - count : i < count;
        });
        CartesianMri mri = new CartesianMri(COILS, mask);
        float[] truth = KSpaceScans.phantom(IMAGE, 0.8);
        Image data = KSpaceScans.measure(mri, truth, 1e-3);
        double zero = KSpaceScans.error(KSpaceScans.rootSumOfSquares(mri, data), truth);
        Reconstruction found = run(method, mask, "rss", data);
        double error = KSpaceScans.error(found.image().data(), truth);
        assertTrue(error < 0.6 * zero, error + ", zero-filled " + zero);
        assertTrue(found.how().notes().get("mask").startsWith((alongX ? "KX" : "KY") + ": samples"));
        // With sensitivities the image is complex, and its phase that of the object.
        float[] complex = run(method, mask, "sensitivities", data).image().data();
        assertTrue(
                Vectors.relativeDistance(complex, truth) < 0.75 * zero, "" + Vectors.relativeDistance(complex, truth));
    }

    @Test
    void weightsOfPartnersAddUpToTwo() {
        for (int size : new int[] {32, 33}) {
            Space image = Space.image(4, size, 1);
            PartialFourier partial = PartialFourier.of("test", KSpaceScans.mask(image, (x, y) -> y < 21));
            float[] w = partial.doubling();
            for (int s = 1; s <= size / 2 - 1; s++) {
                assertTrue(Math.abs(w[size / 2 - s] + w[size / 2 + s] - 2) < 1e-6, "step " + s);
            }
            assertTrue(Math.abs(w[size / 2] - 1) < 1e-6);
            float[] t = partial.transition(3);
            assertTrue(t[21] == 0 && t[20] > 0 && t[20] < t[19] && t[19] < t[18] && t[18] < 1 && t[17] == 1);
        }
    }

    private static void refuses(String message, KSpaceScans.Pattern pattern) {
        SamplingMask mask = KSpaceScans.mask(IMAGE, pattern);
        Image data = KSpaceScans.measure(new CartesianMri(COILS, mask), KSpaceScans.phantom(IMAGE, 0), 0);
        for (String method : new String[] {"pocs", "homodyne"}) {
            String found = assertThrows(IllegalArgumentException.class, () -> run(method, mask, "rss", data))
                    .getMessage();
            assertTrue(found.startsWith("method " + method + " needs one axis of k-space"), found);
            assertTrue(found.endsWith(message), found);
        }
    }

    @Test
    void otherMasksAreRefused() {
        refuses("but the mask keeps all of k-space", (x, y) -> true);
        refuses("but the mask has gaps along several axes", (x, y) -> x < 40 && y < 60);
        refuses("but sample 1 of KY is missing between others", (x, y) -> y % 2 == 0);
        refuses(
                "but samples 0 to 48 of 96 along KY do not reach at least 2 samples beyond the centre, which gives the phase",
                (x, y) -> y < 49);
        refuses(
                "but samples 38 to 58 of 96 along KY lie symmetrically around the centre",
                (x, y) -> Math.abs(y - 48) <= 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pocs", "homodyne"})
    void otherProblemsAreRefused(String name) {
        Method method = Methods.named(Methods.classical(), name);
        String other = assertThrows(IllegalArgumentException.class, () -> method.withDefaults()
                        .reconstruct(new InverseProblem(new Identity(IMAGE), Image.zeros(IMAGE))))
                .getMessage();
        assertTrue(other.startsWith("method " + name + " needs Cartesian MRI"), other);
        CartesianMri mri = new CartesianMri(COILS, KSpaceScans.mask(IMAGE, (x, y) -> y < 60));
        String zero = assertThrows(IllegalArgumentException.class, () -> method.withDefaults()
                        .reconstruct(new InverseProblem(mri, Image.zeros(mri.range()))))
                .getMessage();
        assertTrue(zero.startsWith("the data are zero everywhere"), zero);
    }
}
