package org.preimage.operators.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

class SparseViewExperimentTest {
    private static final SparseViewExperiment DIVAL = SparseViewExperiment.dival();
    private static final SparseViewExperiment BDGD = SparseViewExperiment.bdgd();
    private static final SparseViewExperiment ADLER = SparseViewExperiment.adler();
    private static final List<SparseViewExperiment> ALL = List.of(DIVAL, BDGD, ADLER);

    private static double meanMagnitude(float[] x) {
        double sum = 0;
        for (float v : x) {
            sum += Math.abs(v);
        }
        return sum / x.length;
    }

    private static double rms(float[] a, float[] b) {
        return Math.sqrt(Vectors.distanceSquared(a, b) / a.length);
    }

    @Test
    void anglesAndCellsLieAsPublished() {
        for (SparseViewExperiment e : ALL) {
            double[] angles = e.beam().angles();
            assertEquals(30, angles.length);
            assertEquals(3, angles[0], 1e-12);
            assertEquals(177, angles[29], 1e-12);
            assertEquals(183, e.beam().detectors());
            assertEquals(91, e.beam().center(), 0);
            assertEquals(2 * 64 * Math.sqrt(2), 183 * e.beam().spacing(), 1e-9);
            assertEquals(Space.image(128, 128, 1), e.operator().domain());
        }
    }

    @Test
    void aSampleDependsOnSeedSplitAndIndexAlone() {
        for (SparseViewExperiment e : ALL) {
            Sample[] again = new Sample[1];
            Sample first = e.ellipses(Split.TRAINING, 5, 17);
            e.ellipses(Split.TRAINING, 5, 18);
            Parallel.withThreads(1, () -> again[0] = e.ellipses(Split.TRAINING, 5, 17));
            assertArrayEquals(first.truth(), again[0].truth());
            assertArrayEquals(first.data(), again[0].data());
            for (Sample other : List.of(
                    e.ellipses(Split.TRAINING, 5, 18),
                    e.ellipses(Split.TRAINING, 6, 17),
                    e.ellipses(Split.VALIDATION, 5, 17),
                    e.ellipses(Split.TEST, 5, 17))) {
                assertTrue(rms(first.truth(), other.truth()) > 0.05);
            }
        }
    }

    /** Drawn once with Java 17; a change of the random stream would make all trained networks' data other data. */
    @Test
    void samplesAreTheSameOnEveryJava() {
        float[] truth = DIVAL.ellipses(Split.TEST, 1, 0).truth();
        assertEquals(-703098953, Arrays.hashCode(truth));
        assertEquals(0.054587778, DIVAL.ellipses(Split.TEST, 1, 0).data()[2000], 1e-4);
        assertEquals(0.01771938, BDGD.ellipses(Split.TEST, 1, 0).data()[2000], 1e-5);
        assertEquals(-0.412523, ADLER.ellipses(Split.TEST, 1, 0).data()[2000], 1e-4);
    }

    @Test
    void noiseHasThePublishedLevel() {
        for (SparseViewExperiment e : List.of(BDGD, ADLER)) {
            double ratio = 0;
            for (int i = 0; i < 10; i++) {
                Sample s = e.ellipses(Split.TEST, 3, i);
                float[] clean = e.operator().apply(s.truth());
                ratio += rms(clean, s.data()) / meanMagnitude(clean) / 10;
            }
            assertEquals(e.noise(), ratio, 0.02 * e.noise(), e.name());
        }
        assertEquals(0.01, BDGD.noise());
        assertEquals(0.05, ADLER.noise());
    }

    @Test
    void theLimitedAngleSeesTheSamePhantomsFromFewerDirections() {
        SparseViewExperiment limited = SparseViewExperiment.limitedAngle();
        assertArrayEquals(
                SparseViewExperiment.dival().ellipses(Split.TEST, 1, 2).truth(),
                limited.ellipses(Split.TEST, 1, 2).truth());
        double[] angles = limited.beam().angles();
        assertEquals(60, angles.length);
        assertEquals(31, angles[0], 1e-12);
        assertEquals(149, angles[59], 1e-12);
        assertEquals(60 * SparseViewExperiment.CELLS, limited.operator().range().length());
    }

    @Test
    void divalMeasuresOnAFinerGrid() {
        double noisy = 0;
        double between = 0;
        for (int i = 0; i < 10; i++) {
            Sample s = DIVAL.ellipses(Split.TEST, 3, i);
            Sample t = DIVAL.ellipses(Split.VALIDATION, 3, i);
            float[] same = DIVAL.operator().apply(s.truth());
            double mean = meanMagnitude(same);
            double e = rms(same, s.data()) / mean;
            noisy += e * e / 10;
            between += rms(same, t.data()) / mean / 10;
        }
        // The grid adds an error of its own, of the noise's order, while another phantom is far away.
        assertTrue(noisy > 1.02 * 0.025 * 0.025 && noisy < 4 * 0.025 * 0.025, "squared misfit " + noisy);
        assertTrue(between > 0.3, "misfit of another phantom " + between);
    }

    @Test
    void truthsHaveThePublishedRanges() {
        for (int i = 0; i < 20; i++) {
            for (SparseViewExperiment e : List.of(DIVAL, BDGD)) {
                float min = 1;
                float max = 0;
                for (float v : e.ellipses(Split.TEST, 2, i).truth()) {
                    min = Math.min(min, v);
                    max = Math.max(max, v);
                }
                assertEquals(0, min, 0);
                assertEquals(1, max, 0);
            }
        }
    }

    @Test
    void bdgdHasAnOperatorOfNormOne() {
        assertEquals(1, BDGD.operator().norm(), 2e-3);
        assertEquals(1, DIVAL.divisor());
        assertEquals(BDGD.projector().norm(), BDGD.divisor(), 2e-3 * BDGD.divisor());
    }

    @Test
    void sheppAndLogansPhantomHasNewNoiseEachTime() {
        float[] phantom =
                SheppLogan.modified(128).render(ADLER.operator().domain(), 1).data();
        Sample a = ADLER.sheppLogan(Split.TEST, 1, 0);
        Sample b = ADLER.sheppLogan(Split.TEST, 1, 1);
        assertArrayEquals(phantom, a.truth());
        assertArrayEquals(phantom, b.truth());
        double mean = meanMagnitude(ADLER.operator().apply(phantom));
        assertEquals(Math.sqrt(2) * 0.05 * mean, rms(a.data(), b.data()), 0.1 * 0.05 * mean);
        assertFalse(a.truth() == b.truth());
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> DIVAL.ellipses(Split.TEST, 1, -1));
    }

    @Test
    void variatesHaveTheirDistributions() {
        SampleRandom random = new SampleRandom(9, 0, 0);
        double[] moments = new double[6];
        int n = 200_000;
        for (int i = 0; i < n; i++) {
            double g = random.nextGaussian();
            double e = random.nextExponential();
            for (int k = 1; k <= 4; k++) {
                moments[k - 1] += Math.pow(g, k) / n;
            }
            moments[4] += e / n;
            moments[5] += e * e / n;
        }
        assertArrayEquals(new double[] {0, 1, 0, 3, 1, 2}, moments, 0.05);
    }
}
