package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import java.util.random.RandomGenerator;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.preimage.operators.Identity;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.calibration.GrappaKernels;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;

/** GRAPPA fills k-space without fold-over, keeps what is measured, and says what it needs. */
class GrappaTest {
    private static final Space IMAGE = Space.image(64, 80, 1);
    private static final Sensitivities COILS = KSpaceScans.coils(IMAGE, 8);

    private static Reconstruction grappa(CartesianMri mri, Image data, String... settings) {
        Map<String, String> given = settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
        return Grappa.METHOD.with(given).reconstruct(new InverseProblem(mri, data));
    }

    @ParameterizedTest
    @CsvSource({"2, 0.025", "3, 0.05", "4, 0.1"})
    void linesAreFilled(int acceleration, double most) {
        CartesianMri mri = new CartesianMri(COILS, KSpaceScans.lines(IMAGE, acceleration, 24));
        float[] truth = KSpaceScans.phantom(IMAGE, 1);
        Image data = KSpaceScans.measure(mri, truth, 1e-3);
        Reconstruction found = grappa(mri, data);
        double zero = KSpaceScans.error(KSpaceScans.rootSumOfSquares(mri, data), truth);
        double error = KSpaceScans.error(found.image().data(), truth);
        assertTrue(error < most && error < zero / 3, error + ", zero-filled " + zero);
        double ghost = KSpaceScans.foldOver(found.image().data(), truth, IMAGE, 1.0 / acceleration);
        assertEquals(0, ghost, 0.02);
        assertEquals("grappa", found.how().method());
        assertTrue(found.how().notes().get("kernels").endsWith(", 0 left zero, too far from all that is measured"));
    }

    /** An object of few points: shifts of k-space are combinations of few exponentials, which a kernel reproduces exactly. */
    @Test
    void kernelsCanBeExact() {
        Sensitivities coils = KSpaceScans.coils(IMAGE, 4);
        float[] points = new float[2 * IMAGE.points()];
        for (int k = 0; k < 12; k++) {
            int i = (7 + 11 * k % 61) * 64 + 5 + 13 * k % 53;
            points[2 * i] = 1 + 0.1f * k;
            points[2 * i + 1] = 0.3f * k - 1;
        }
        CartesianMri mri = new CartesianMri(coils, KSpaceScans.lines(IMAGE, 2, 20));
        Image data = KSpaceScans.measure(mri, points, 0);
        Image full = KSpaceScans.measure(CartesianMri.full(coils), points, 0);
        GrappaKernels.Filled filled = new Grappa(4, 5, 1e-10, CoilCombination.ROOT_SUM_OF_SQUARES)
                .fill(data, mri.mask(), GrappaKernels.calibrationOf(data, mri.mask()));
        // The readout's ends, where neighbours are missing, are left out.
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < full.data().length; i += 2) {
            int x = i / 2 % 64;
            int y = i / 2 / 64 % 80;
            if (x >= 2 && x < 62 && y >= 4 && y < 76) {
                difference += Math.hypot(
                        full.data()[i] - filled.kspace().data()[i],
                        full.data()[i + 1] - filled.kspace().data()[i + 1]);
                norm += Math.hypot(full.data()[i], full.data()[i + 1]);
            }
        }
        assertEquals(0, difference / norm, 2e-3);
    }

    @Test
    void measuredPointsStay() {
        CartesianMri mri = new CartesianMri(COILS, KSpaceScans.lines(IMAGE, 3, 20));
        Image data = KSpaceScans.measure(mri, KSpaceScans.phantom(IMAGE, 1), 1e-3);
        Image filled = new GrappaKernels(GrappaKernels.calibrationOf(data, mri.mask()), 4, 5, 0.02)
                .fill(data, mri.mask())
                .kspace();
        assertArrayEquals(data.data(), KSpaceScans.masked(filled, mri.mask()).data());
        int missing = 0;
        for (int i = 0; i < filled.data().length; i += 2) {
            missing += filled.data()[i] == 0 && filled.data()[i + 1] == 0 ? 1 : 0;
        }
        assertEquals(0, missing);
    }

    /** Grids with gaps along both axes, and points without any order. */
    @ParameterizedTest
    @CsvSource({"grid, 0.06", "shifted, 0.05", "random, 0.12", "lines, 0.12"})
    void anyMaskWillDo(String kind, double most) {
        RandomGenerator random = KSpaceScans.random(3);
        boolean[] drawn = new boolean[80];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextDouble() < 0.4;
        }
        SamplingMask mask = KSpaceScans.mask(IMAGE, (x, y) -> {
            boolean keep =
                    switch (kind) {
                        case "grid" -> x % 2 == 0 && y % 2 == 0;
                        case "shifted" -> y % 2 == 0 && (x + y / 2) % 2 == 0;
                        case "random" -> random.nextDouble() < 0.35;
                        default -> drawn[y];
                    };
            return keep || Math.abs(y - 40) <= 12 && (kind.equals("lines") || Math.abs(x - 32) <= 12);
        });
        CartesianMri mri = new CartesianMri(COILS, mask);
        float[] truth = KSpaceScans.phantom(IMAGE, 1);
        Image data = KSpaceScans.measure(mri, truth, 1e-3);
        double zero = KSpaceScans.error(KSpaceScans.rootSumOfSquares(mri, data), truth);
        double error = KSpaceScans.error(grappa(mri, data).image().data(), truth);
        assertTrue(error < most && error < zero / 2, kind + ": " + error + ", zero-filled " + zero);
    }

    @Test
    void sensitivitiesKeepThePhase() {
        CartesianMri mri = new CartesianMri(COILS, KSpaceScans.lines(IMAGE, 2, 24));
        float[] truth = KSpaceScans.phantom(IMAGE, 1);
        Image data = KSpaceScans.measure(mri, truth, 1e-3);
        float[] found = grappa(mri, data, "combine", "sensitivities").image().data();
        assertTrue(Vectors.relativeDistance(found, truth) < 0.025, "" + Vectors.relativeDistance(found, truth));
    }

    @Test
    void volumesAndCalibrationsMeasuredApart() {
        Space volume = Space.image(12, 24, 1).with(new Axis(Role.Z, 20, 1));
        Sensitivities coils = KSpaceScans.coils(volume, 8);
        boolean[] kept = new boolean[volume.points()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = i / 12 % 24 % 2 == 0 && i / 12 / 24 % 2 == 0;
        }
        CartesianMri mri = new CartesianMri(coils, new SamplingMask(SamplingMask.frequencies(volume), kept));
        float[] truth = volume.complex().zeros();
        for (int i = 0; i < volume.points(); i++) {
            double d = Math.hypot(Math.hypot((i % 12 - 6) / 4.0, (i / 12 % 24 - 12) / 9.0), (i / 12 / 24 - 10) / 7.0);
            truth[2 * i] = (float) Math.exp(-d * d);
        }
        Image full = KSpaceScans.measure(CartesianMri.full(coils), truth, 1e-4);
        Image data = KSpaceScans.masked(full, mri.mask());
        Reconstruction found =
                ((Grappa) Grappa.METHOD.with(Map.of("samples", "3", "lines", "2"))).reconstruct(mri, data, full);
        double error = KSpaceScans.error(found.image().data(), truth);
        double zero = KSpaceScans.error(KSpaceScans.rootSumOfSquares(mri, data), truth);
        assertTrue(error < 0.2 && error < zero / 3, error + ", zero-filled " + zero);
    }

    @Test
    void threadsDoNotMatter() {
        CartesianMri mri = new CartesianMri(COILS, KSpaceScans.lines(IMAGE, 3, 24));
        Image data = KSpaceScans.measure(mri, KSpaceScans.phantom(IMAGE, 1), 1e-3);
        float[] one = Parallelization.runSingleThreaded(() -> grappa(mri, data))
                .image()
                .data();
        float[] five = Parallelization.runWithNumThreads(5, () -> grappa(mri, data))
                .image()
                .data();
        assertArrayEquals(one, five);
    }

    private static void refuses(String message, CartesianMri mri, Image data) {
        String found = assertThrows(IllegalArgumentException.class, () -> grappa(mri, data))
                .getMessage();
        assertTrue(found.contains(message), found);
    }

    @Test
    void saysWhatItNeeds() {
        float[] truth = KSpaceScans.phantom(IMAGE, 1);
        CartesianMri without = new CartesianMri(COILS, KSpaceScans.mask(IMAGE, (x, y) -> y % 2 == 1));
        refuses("the mask has no calibration", without, KSpaceScans.measure(without, truth, 0));
        CartesianMri few = new CartesianMri(COILS, KSpaceScans.lines(IMAGE, 6, 3));
        refuses("the calibration spans 3 lines, but the gap of", few, KSpaceScans.measure(few, truth, 0));
        CartesianMri small = new CartesianMri(
                COILS,
                KSpaceScans.mask(
                        IMAGE, (x, y) -> x % 2 == 0 && y % 2 == 0 || Math.abs(x - 32) < 5 && Math.abs(y - 40) < 5));
        refuses("places for a kernel of", small, KSpaceScans.measure(small, truth, 0));
        CartesianMri zero = new CartesianMri(COILS, KSpaceScans.lines(IMAGE, 2, 24));
        refuses("the data are zero everywhere", zero, Image.zeros(zero.range()));
        CartesianMri single = new CartesianMri(Sensitivities.uniform(IMAGE), KSpaceScans.lines(IMAGE, 2, 24));
        refuses("the data have 1 coil", single, KSpaceScans.measure(single, truth, 0));
        String other = assertThrows(IllegalArgumentException.class, () -> Grappa.METHOD
                        .withDefaults()
                        .reconstruct(new InverseProblem(new Identity(IMAGE), Image.zeros(IMAGE))))
                .getMessage();
        assertTrue(other.startsWith("method grappa needs Cartesian MRI"), other);
        Image block = Image.zeros(COILS.range());
        String dead = assertThrows(IllegalArgumentException.class, () -> new GrappaKernels(block, 4, 5, 0.02))
                .getMessage();
        assertTrue(dead.startsWith("the calibration is zero everywhere"), dead);
    }

    /** A measured brain: half of the lines and 24 for calibration leave noise, but no fold-over. */
    @Test
    void aBrainDoesNotFold() throws IOException {
        Image raw = Npy.read(SharedData.require("data/kspace_brain_8ch_full.npy"));
        Space image = Space.image(180, 230, 1);
        Image ones = Image.zeros(Sensitivities.space(image, 8));
        for (int i = 0; i < ones.data().length; i += 2) {
            ones.data()[i] = 1;
        }
        CartesianMri mri = new CartesianMri(new Sensitivities(ones), KSpaceScans.lines(image, 2, 24));
        Image full = raw.as(mri.range());
        Image data = KSpaceScans.masked(full, mri.mask());
        float[] reference = KSpaceScans.rootSumOfSquares(mri, full);
        float[] found = grappa(mri, data).image().data();
        float[] zeroFilled = KSpaceScans.rootSumOfSquares(mri, data);
        double ghost = KSpaceScans.foldOver(found, reference, image, 0.5);
        double ghostBefore = KSpaceScans.foldOver(zeroFilled, reference, image, 0.5);
        double psnr = psnr(found, reference);
        assertTrue(psnr > 40, "PSNR " + psnr);
        assertTrue(psnr > psnr(zeroFilled, reference) + 10);
        assertTrue(
                Math.abs(ghost) < 0.003 && Math.abs(ghostBefore) > 5 * Math.abs(ghost), ghost + " of " + ghostBefore);
    }

    /** Where the reference is above a tenth of its largest value. */
    private static double psnr(float[] x, float[] reference) {
        double largest = 0;
        for (int i = 0; i < reference.length; i += 2) {
            largest = Math.max(largest, reference[i]);
        }
        double sum = 0;
        int n = 0;
        for (int i = 0; i < reference.length; i += 2) {
            if (reference[i] > 0.1 * largest) {
                sum += Math.pow(x[i] - reference[i], 2);
                n++;
            }
        }
        return 10 * Math.log10(largest * largest * n / sum);
    }
}
