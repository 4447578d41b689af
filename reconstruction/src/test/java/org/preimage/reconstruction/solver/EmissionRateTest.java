package org.preimage.reconstruction.solver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * How fast methods for counts come nearer to the truth of counts without noise. By Jensen's inequality, a step of expectation
 * maximisation lowers the divergence KL(s x*, s x), s = A* 1, by at least that of the counts, KL(b, A x + r), so that the least of k
 * divergences of counts is at most KL(s x*, s x_0) / k (Vardi, Shepp and Kaufman 1985, A statistical model for positron emission
 * tomography, J. Am. Stat. Assoc. 80, and for subsets with equal s Hudson and Larkin 1994).
 */
class EmissionRateTest {
    private static final int PIXELS = 12;
    private static final int SUBSETS = 4;
    private static final int ROWS = 6;
    private static final Space LINE = Space.of(new Axis(Role.X, PIXELS, 1));

    /** Blurs of different widths, whose columns sum to 1 in each subset. */
    private static final double[][][] MATRICES = matrices();

    private static double[][][] matrices() {
        double[][][] a = new double[SUBSETS][ROWS][PIXELS];
        for (int s = 0; s < SUBSETS; s++) {
            for (int j = 0; j < PIXELS; j++) {
                double sum = 0;
                for (int i = 0; i < ROWS; i++) {
                    double away = j - 2.0 * i - 0.5 * s;
                    a[s][i][j] = Math.exp(-away * away / (2 + s));
                    sum += a[s][i][j];
                }
                for (int i = 0; i < ROWS; i++) {
                    a[s][i][j] /= sum;
                }
            }
        }
        return a;
    }

    private static LinearOperator rows(int from, int to) {
        return LinearOperator.of(
                LINE,
                Space.of(new Axis(Role.SAMPLE, (to - from) * ROWS, 1)),
                (x, out) -> {
                    for (int i = 0; i < out.length; i++) {
                        double[] row = MATRICES[from + i / ROWS][i % ROWS];
                        double sum = 0;
                        for (int j = 0; j < PIXELS; j++) {
                            sum += row[j] * x[j];
                        }
                        out[i] = (float) sum;
                    }
                },
                (y, out) -> {
                    for (int j = 0; j < PIXELS; j++) {
                        double sum = 0;
                        for (int i = 0; i < y.length; i++) {
                            sum += MATRICES[from + i / ROWS][i % ROWS][j] * y[i];
                        }
                        out[j] = (float) sum;
                    }
                });
    }

    private static float[] truth() {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(3);
        float[] x = new float[PIXELS];
        for (int j = 0; j < PIXELS; j++) {
            x[j] = 0.2f + 2 * random.nextFloat();
        }
        return x;
    }

    /** KL(x*, x). */
    private static double divergence(float[] x) {
        float[] best = truth();
        return IntStream.range(0, PIXELS)
                .mapToDouble(j -> {
                    double d = ((double) x[j] - best[j]) / best[j];
                    return best[j] * (d - Math.log1p(d));
                })
                .sum();
    }

    private static double counts(int from, int to, float[] x) {
        return EmissionUpdate.divergence(
                rows(from, to).apply(truth()), rows(from, to).apply(x));
    }

    private static float[] start() {
        return AlgebraicUpdate.ones(PIXELS);
    }

    private static <S> float[] step(Iteration<S> method, float[] x) {
        S s = method.start(x);
        method.step(s);
        return method.solution(s).clone();
    }

    private static final double ROUNDING = 1e-6;

    @Test
    void eachStepOfExpectationMaximisationComesNearer() {
        LinearOperator a = rows(0, SUBSETS);
        float[] b = a.apply(truth());
        float[] background = AlgebraicUpdate.ones(b.length);
        float[] more = b.clone();
        for (int i = 0; i < b.length; i++) {
            more[i] += background[i];
        }
        for (Iteration<?> method : List.of(
                new Mlem(a, b), new RichardsonLucy(a, b), new RichardsonLucy(a, more, background, null, false))) {
            float[] x = start();
            double tightest = Double.POSITIVE_INFINITY;
            for (int k = 1; k <= 60; k++) {
                double promised = method instanceof RichardsonLucy lucy && lucy.background()[0] > 0
                        ? withBackground(x, background)
                        : counts(0, SUBSETS, x);
                float[] next = step(method, x);
                // s is the number of subsets.
                double gained = SUBSETS * (divergence(x) - divergence(next));
                assertTrue(gained >= promised - ROUNDING, method + ", step " + k + ": " + gained + " of " + promised);
                tightest = promised > 100 * ROUNDING ? Math.min(tightest, gained / promised) : tightest;
                x = next;
            }
            // So near that half of a step would not do.
            assertTrue(tightest < 1.5, method + " gains at least " + tightest + " of what is promised");
        }
    }

    private static double withBackground(float[] x, float[] background) {
        LinearOperator a = rows(0, SUBSETS);
        float[] b = a.apply(truth());
        float[] p = a.apply(x);
        for (int i = 0; i < b.length; i++) {
            b[i] += background[i];
            p[i] += background[i];
        }
        return EmissionUpdate.divergence(b, p);
    }

    /** A sweep gains what all of its subsets promise, one after the other; a step of the whole, of the same cost, does not. */
    @Test
    void eachSweepOverSubsetsGainsWhatTheyPromise() {
        List<Osem.Subset> subsets = IntStream.range(0, SUBSETS)
                .mapToObj(s -> new Osem.Subset(rows(s, s + 1), rows(s, s + 1).apply(truth()), new float[ROWS]))
                .toList();
        Mlem whole = new Mlem(rows(0, SUBSETS), rows(0, SUBSETS).apply(truth()));
        float[] x = start();
        int missed = 0;
        for (int k = 1; k <= 20; k++) {
            double promised = 0;
            for (int s = 0; s < SUBSETS; s++) {
                float[] before = s == 0 ? x : step(new Osem(subsets.subList(0, s)), x);
                promised += counts(s, s + 1, before);
            }
            float[] next = step(new Osem(subsets), x);
            double gained = divergence(x) - divergence(next);
            assertTrue(gained >= promised - ROUNDING, "sweep " + k + ": " + gained + " of " + promised);
            double slow = divergence(x) - divergence(step(whole, x));
            missed += slow < promised - ROUNDING ? 1 : 0;
            x = next;
        }
        assertTrue(missed >= 15, "the whole gained as much in all but " + missed + " steps");
    }

    /** Biggs and Andrews extrapolate: the divergence of 300 plain steps in a fifth of them. */
    @Test
    void accelerationOfRichardsonAndLucyShows() {
        LinearOperator a = rows(0, SUBSETS);
        float[] b = a.apply(truth());
        float[] none = new float[b.length];
        double[] plain = Rates.trace(new RichardsonLucy(a, b), start(), 300, x -> counts(0, SUBSETS, x));
        double[] fast =
                Rates.trace(new RichardsonLucy(a, b, none, null, true), start(), 300, x -> counts(0, SUBSETS, x));
        assertTrue(fast[60] < plain[300], fast[60] + " and " + plain[300]);
    }
}
