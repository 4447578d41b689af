package org.preimage.priors.laplace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.Gradient;
import org.preimage.priors.dip.LinearisedNetwork;
import org.preimage.reconstruction.solver.Checkpoint;

class MarginalLikelihoodTest {
    private static Fitted fitted;
    private static DenseCovariance dense;
    private static DenseEvidence evidence;
    private static TotalVariationMatch match;

    @BeforeAll
    static void fit() {
        fitted = Fitted.of(12, 8, 150);
        dense = DenseCovariance.of(fitted.model());
        evidence = new DenseEvidence(dense, fitted.model());
        match = TotalVariationMatch.of(dense, fitted.model().image(), 3);
    }

    private static double noise() {
        return fitted.noise() * fitted.noise();
    }

    /** log p(y) and the hyper-prior against central differences in the logarithm of each variance. */
    @Test
    void derivativesAreThoseOfDifferences() {
        double[] v = fitted.variances();
        Evidence.Terms e = evidence.at(v, noise(), null);
        TotalVariationMatch.Terms p = match.at(v);
        double h = 1e-4;
        for (int b = 0; b < v.length; b++) {
            double[] up = v.clone();
            double[] down = v.clone();
            up[b] *= Math.exp(h);
            down[b] *= Math.exp(-h);
            double slope = (evidence.at(up, noise(), null).value - evidence.at(down, noise(), null).value) / (2 * h);
            assertEquals(slope, 0.5 * v[b] * (e.fit[b] - e.trace[b]), 1e-4 * (1 + v[b] * (e.fit[b] + e.trace[b])));
            double prior = (match.at(up).value - match.at(down).value) / (2 * h);
            assertEquals(prior, p.rising[b] - p.falling[b], 1e-4 * (p.rising[b] + p.falling[b]));
        }
        double up = evidence.at(v, noise() * Math.exp(h), null).value;
        double down = evidence.at(v, noise() * Math.exp(-h), null).value;
        assertEquals((up - down) / (2 * h), 0.5 * noise() * (e.noiseFit - e.noiseTrace), 1e-3 * noise() * e.noiseTrace);
    }

    /** Each step raises the objective, and the end is where its derivatives vanish. */
    @Test
    void risesToAMaximum() {
        for (TotalVariationMatch prior : new TotalVariationMatch[] {null, match}) {
            MarginalLikelihood likelihood = new MarginalLikelihood(evidence, prior, 400, 0);
            MarginalLikelihood.State s = likelihood.start(MarginalLikelihood.start(fitted.variances(), 4 * noise()));
            double last = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < 400; k++) {
                likelihood.step(s);
                assertTrue(likelihood.objective(s) >= last - 1e-6 * Math.abs(last), k + ": " + last);
                last = likelihood.objective(s);
            }
            assertTrue(likelihood.residual(s) < 0.01, "" + likelihood.residual(s));
            double ratio = Math.sqrt(s.noise()) / fitted.noise();
            // Total variation claims part of what the network would have fitted.
            assertTrue(ratio > 0.6 && ratio < (prior == null ? 1.7 : 3), "" + ratio);
        }
    }

    @Test
    void theHyperPriorLessensTheExpectedTotalVariation() {
        double[] found = new double[2];
        for (int k = 0; k < 2; k++) {
            MarginalLikelihood likelihood = new MarginalLikelihood(
                    evidence,
                    k == 0 ? null : TotalVariationMatch.of(dense, fitted.model().image(), 300),
                    100,
                    0);
            MarginalLikelihood.State s = likelihood.start(MarginalLikelihood.start(fitted.variances(), noise()));
            for (int i = 0; i < 100; i++) {
                likelihood.step(s);
            }
            found[k] = match.expected(s.variances());
        }
        assertTrue(found[1] < found[0], found[1] + " against " + found[0]);
    }

    /** E |D x|_1 from samples of the prior about x*. */
    @Test
    void theExpectedTotalVariationIsThatOfSamples() {
        double[] v = fitted.variances();
        Gradient gradient = new Gradient(fitted.space());
        float[] deviations = fitted.model().blocks().deviations(v);
        double sum = 0;
        int n = 100;
        try (LinearisedNetwork j = fitted.model().linearised()) {
            for (int k = 0; k < n; k++) {
                float[] w = Fitted.normal(deviations.length, 100 + k);
                for (int i = 0; i < w.length; i++) {
                    w[i] *= deviations[i];
                }
                float[] x = j.apply(w);
                for (int i = 0; i < x.length; i++) {
                    x[i] += fitted.model().image()[i];
                }
                for (float d : gradient.apply(x)) {
                    sum += Math.abs(d) / n;
                }
            }
        }
        assertEquals(1, sum / match.expected(v), 0.15);
        TotalVariationMatch sampled = TotalVariationMatch.sampled(fitted.model(), 30, Fitted.random(1), 30);
        assertEquals(1, sampled.expected(v) / match.expected(v), 0.1);
    }

    /** Within what the random signs leave open, which falls with their number. */
    @Test
    void probesGiveTheTermsOfDenseAlgebra() {
        double[] v = fitted.variances();
        Evidence.Terms exact = evidence.at(v, noise(), null);
        ProbedEvidence probed =
                new ProbedEvidence(fitted.model(), 60, 1, v, new IterativePosterior.Accuracy(40, 1e-4, 300));
        float[] memory = new float[probed.memory()];
        Evidence.Terms found = probed.at(v, noise(), memory);
        for (int b = 0; b < v.length; b++) {
            assertEquals(1, found.fit[b] / exact.fit[b], 0.01);
            assertEquals(1, found.trace[b] / exact.trace[b], 0.5, "block " + b);
        }
        assertEquals(1, found.noiseFit / exact.noiseFit, 0.01);
        assertEquals(1, found.noiseTrace / exact.noiseTrace, 0.05);
        // From where the last call ended there is nothing left to do.
        float[] before = memory.clone();
        probed.at(v, noise(), memory);
        assertArrayEquals(before, memory, 1e-3f);
    }

    @Test
    void probesLeadNearTheMaximum() {
        double[] v = fitted.variances();
        ProbedEvidence probed =
                new ProbedEvidence(fitted.model(), 10, 1, v, new IterativePosterior.Accuracy(40, 1e-2, 300));
        double[] values = new double[2];
        for (int k = 0; k < 2; k++) {
            MarginalLikelihood likelihood = new MarginalLikelihood(k == 0 ? evidence : probed, null, 10, 0);
            MarginalLikelihood.State s = likelihood.start(MarginalLikelihood.start(v, 4 * noise()));
            for (int i = 0; i < 10; i++) {
                likelihood.step(s);
            }
            values[k] = evidence.at(s.variances(), s.noise(), null).value;
        }
        double first = evidence.at(v, 4 * noise(), null).value;
        assertTrue(values[0] - values[1] < 0.05 * (values[0] - first), values[1] + " of " + values[0]);
    }

    @Test
    void goesOnExactlyFromItsFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("state");
        ProbedEvidence probed = new ProbedEvidence(
                fitted.model(), 3, 1, fitted.variances(), new IterativePosterior.Accuracy(20, 1e-2, 100));
        MarginalLikelihood likelihood = new MarginalLikelihood(probed, match, 10, 0);
        float[] x0 = MarginalLikelihood.start(fitted.variances(), noise());
        MarginalLikelihood.State whole = likelihood.start(x0);
        for (int k = 0; k < 3; k++) {
            likelihood.step(whole);
        }
        Checkpoint.save(likelihood, whole, file);
        MarginalLikelihood.State rest = likelihood.start(x0);
        Checkpoint.restore(likelihood, rest, file);
        likelihood.step(whole);
        likelihood.step(rest);
        assertArrayEquals(likelihood.solution(whole), likelihood.solution(rest));
    }

    @Test
    void refusesWhatDoesNotFit() {
        MarginalLikelihood likelihood = new MarginalLikelihood(evidence, null, 10, 0);
        assertThrows(IllegalArgumentException.class, () -> likelihood.start(new float[2]));
        float[] infinite = MarginalLikelihood.start(fitted.variances(), 0);
        assertThrows(IllegalArgumentException.class, () -> likelihood.start(infinite));
        assertThrows(
                IllegalArgumentException.class,
                () -> TotalVariationMatch.of(dense, fitted.model().image(), 0));
        assertThrows(
                IllegalArgumentException.class, () -> fitted.model().blocks().deviations(new double[1]));
    }
}
