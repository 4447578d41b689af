package org.preimage.operators.tomography.preparation;

import java.util.ArrayList;
import java.util.List;
import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;

/**
 * Where the rotation axis of a parallel-beam scan projects, found from the sinogram alone.
 *
 * <p>Let P(t, w) = sum_j p(t, j) exp(-i w j) and c the axis. Then P(t, w) exp(i w c) is a function of t with two
 * properties: it becomes its complex conjugate after half a turn, so that its real part has even harmonics of t only, and
 * its imaginary part odd ones; and an object of radius R gives next to no harmonics beyond |n| = w R (P. R. Edholm, R. M.
 * Lewitt, B. Lindholm, "Novel properties of the Fourier decomposition of the sinogram", Proc. SPIE 671, 1986). So for each
 * frequency both parts are fitted with the harmonics that are allowed, and c makes the sum of the squared residuals
 * smallest; each is a sum of cos(2 w c) and sin(2 w c), which makes the search cheap. All projections count, noise
 * averages out, and over half a turn or more the frequencies are the multiples of 2
 * pi / detectors, which do not see a constant that the flat field left in a projection. Shorter arcs need lower
 * frequencies too.
 *
 * <p>On clean or noisy data of objects that fit on the detector the error is a fraction of a cell. Where the object is
 * wider than the detector by a third, expect one or two cells.
 *
 * @param center cell index, from 0 and fractional, as {@link ParallelBeam#center()}
 * @param residual smallest sum of squares relative to its mean over all positions: near 0 for a sure result, near 1 if
 *     the data do not tell
 */
public record RotationAxis(double center, double residual) {
    private static final int FEWEST_VIEWS = 14;
    private static final double SHORTEST_ARC = 120;
    private static final int MOST_FREQUENCIES = 64;
    private static final double STEP = 0.05;

    /**
     * Finds the axis in the middle half of the detector.
     *
     * @param sinogram line integrals with axes DETECTOR, ANGLE
     * @param anglesDegrees one angle for each projection, over an arc of at least 120 degrees; better 180
     * @throws IllegalArgumentException if the sinogram is of another kind, not finite or the same everywhere, or there are
     *     fewer than 14 angles, not as many as projections, or on too short an arc
     */
    public static RotationAxis find(Image sinogram, double[] anglesDegrees) {
        boolean fits = sinogram.space().dimensions() == 2
                && sinogram.space().axes().get(0).role() == Role.DETECTOR
                && sinogram.space().axes().get(1).role() == Role.ANGLE;
        if (!fits) {
            throw new IllegalArgumentException(
                    "the sinogram is " + sinogram.space() + ", but must have the axes DETECTOR, ANGLE");
        }
        int views = sinogram.space().size(1);
        if (anglesDegrees.length != views) {
            throw new IllegalArgumentException(
                    "there are " + anglesDegrees.length + " angles, but the sinogram has " + views + " projections");
        }
        if (views < FEWEST_VIEWS) {
            throw new IllegalArgumentException("the sinogram has " + views
                    + " projections, but to find the rotation axis at least " + FEWEST_VIEWS + " are needed");
        }
        sinogram.requireFinite("the sinogram");
        double arc = arc(anglesDegrees);
        if (!(arc >= SHORTEST_ARC)) {
            throw new IllegalArgumentException("the angles span " + Math.round(arc)
                    + " degrees, but to find the rotation axis at least " + Math.round(SHORTEST_ARC) + " are needed");
        }
        boolean halfTurn = arc >= 180 - 1e-6;
        List<Term> terms = terms(sinogram, anglesDegrees, halfTurn ? 1 : 4, halfTurn ? 2 : 1);
        return smallest(terms, sinogram.space().size(0));
    }

    /** The span of the angles, each counted with its share of one step. */
    static double arc(double[] angles) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double a : angles) {
            min = Math.min(min, a);
            max = Math.max(max, a);
        }
        return (max - min) * angles.length / (angles.length - 1);
    }

    /** The squared residual at one frequency: constant + cosine cos(2 w c) + sine sin(2 w c). */
    private record Term(double w, double constant, double cosine, double sine) {
        double at(double c) {
            return constant + cosine * Math.cos(2 * w * c) + sine * Math.sin(2 * w * c);
        }
    }

    /**
     * @param refinement frequencies are multiples of 2 pi / (refinement x detectors)
     * @param extra harmonics allowed beyond w R
     */
    private static List<Term> terms(Image sinogram, double[] degrees, int refinement, int extra) {
        int detectors = sinogram.space().size(0);
        Basis even = new Basis(degrees, 0);
        Basis odd = new Basis(degrees, 1);
        List<Term> terms = new ArrayList<>();
        for (int m = 1; m <= MOST_FREQUENCIES * refinement && 2 * m < refinement * detectors; m++) {
            double w = 2 * Math.PI * m / (refinement * detectors);
            int harmonics = (int) Math.ceil(w * detectors / 2) + extra;
            if (2 * (harmonics + 1) > degrees.length) {
                break;
            }
            even.extendTo(harmonics);
            odd.extendTo(harmonics);
            double[][] p = transform(sinogram, w);
            double[] re = p[0];
            double[] im = p[1];
            // With k = w c: Re(P e^ik) = re cos k - im sin k, Im(P e^ik) = im cos k + re sin k.
            double[] re0 = even.residual(re);
            double[] im0 = even.residual(im);
            double[] re1 = odd.residual(re);
            double[] im1 = odd.residual(im);
            double cosCos = dot(re0, re0) + dot(im1, im1);
            double sinSin = dot(im0, im0) + dot(re1, re1);
            double sinCos = dot(re1, im1) - dot(re0, im0);
            terms.add(new Term(w, (cosCos + sinSin) / 2, (cosCos - sinSin) / 2, sinCos));
        }
        return terms;
    }

    /** Real and imaginary part of sum_j p(t, j) exp(-i w j) for each projection. */
    private static double[][] transform(Image sinogram, double w) {
        int detectors = sinogram.space().size(0);
        int views = sinogram.space().size(1);
        double[] cos = new double[detectors];
        double[] sin = new double[detectors];
        for (int j = 0; j < detectors; j++) {
            cos[j] = Math.cos(w * j);
            sin[j] = Math.sin(w * j);
        }
        double[][] p = new double[2][views];
        Parallel.ranges(views, 16, (from, to) -> {
            for (int k = from; k < to; k++) {
                for (int j = 0; j < detectors; j++) {
                    float v = sinogram.data()[k * detectors + j];
                    p[0][k] += v * cos[j];
                    p[1][k] -= v * sin[j];
                }
            }
        });
        return p;
    }

    private static RotationAxis smallest(List<Term> terms, int detectors) {
        double constant = 0;
        for (Term term : terms) {
            constant += term.constant();
        }
        if (!(constant > 0)) {
            throw new IllegalArgumentException(
                    "the sinogram is the same everywhere, but to find the rotation axis an object" + " must be in it");
        }
        int n = (int) Math.ceil(detectors / 2.0 / STEP);
        double first = detectors / 4.0;
        int best = 0;
        double[] value = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            value[i] = sum(terms, first + i * STEP);
            best = value[i] < value[best] ? i : best;
        }
        double c = first + best * STEP;
        if (best > 0 && best < n) {
            double curvature = value[best - 1] - 2 * value[best] + value[best + 1];
            c += curvature > 0 ? STEP * (value[best - 1] - value[best + 1]) / (2 * curvature) : 0;
        }
        return new RotationAxis(c, Math.max(0, sum(terms, c)) / constant);
    }

    private static double sum(List<Term> terms, double c) {
        double sum = 0;
        for (Term term : terms) {
            sum += term.at(c);
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Orthonormal vectors that span the even or the odd harmonics at the given angles. */
    private static final class Basis {
        private final double[] degrees;
        private final List<double[]> vectors = new ArrayList<>();
        private int next;

        Basis(double[] degrees, int parity) {
            this.degrees = degrees;
            this.next = parity;
        }

        void extendTo(int harmonic) {
            for (; next <= harmonic; next += 2) {
                double[] cos = new double[degrees.length];
                double[] sin = new double[degrees.length];
                for (int k = 0; k < degrees.length; k++) {
                    double t = Math.toRadians(degrees[k]);
                    cos[k] = Math.cos(next * t);
                    sin[k] = Math.sin(next * t);
                }
                add(cos);
                add(sin);
            }
        }

        private void add(double[] v) {
            double before = Math.sqrt(dot(v, v));
            // Orthogonalised twice, since once loses digits when the vectors are nearly dependent, as on a short arc.
            double[] r = residual(residual(v));
            double size = Math.sqrt(dot(r, r));
            if (size > 1e-6 * before && before > 0) {
                for (int i = 0; i < r.length; i++) {
                    r[i] /= size;
                }
                vectors.add(r);
            }
        }

        /** What of v no combination of the vectors gives. */
        double[] residual(double[] v) {
            double[] r = v.clone();
            for (double[] u : vectors) {
                double c = dot(u, r);
                for (int i = 0; i < r.length; i++) {
                    r[i] -= c * u[i];
                }
            }
            return r;
        }
    }
}
