package org.preimage.reconstruction.method;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.preimage.operators.Gradient;
import org.preimage.operators.Identity;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.fourier.TransferFunction;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.parameter.NoiseLevel;
import org.preimage.reconstruction.parameter.WeightSearch;
import org.preimage.reconstruction.solver.Cgls;
import org.preimage.reconstruction.solver.ClippedCgls;
import org.preimage.reconstruction.solver.Iteration;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Deconvolution by least squares with a quadratic penalty,
 *
 * <pre>min 1/2 |A x - b|<sup>2</sup> + w/2 |C x|<sup>2</sup>,</pre>
 *
 * C the gradient or the identity: the regularised inverse filter of Tikhonov and Miller where the blur is periodic, conjugate
 * gradients else; with x &gt;= 0 the iterative constrained method ({@link ClippedCgls}).
 *
 * <p>Unless it is given, w is the one of least generalised cross-validation n |b - A x|<sup>2</sup> / tr(1 - c A A_w)<sup>2</sup>, A_w
 * the map from data to image, with c = {@value #CAUTION}, which errs on the smooth side (Kim and Gu 2004, Smoothing spline Gaussian
 * regression: more scalable computation via efficient approximation, J. R. Stat. Soc. B 66), or that of the discrepancy |b - A x|<sup>2</sup> = n sigma<sup>2</sup>. Both are sums over
 * frequencies, of data that are continued to a period where they have none.
 *
 * @param weight w; empty to find it
 * @param rule "gcv" or "discrepancy"
 * @param penalty "gradient" or "identity"
 * @param constrained whether x &gt;= 0
 * @param iterations at most, where there are any
 * @param tolerance relative gradient at which conjugate gradients stop; of the constrained method, the relative change
 * @param background value of the data without signal
 * @param padding "auto", "on" or "off"
 */
public record TikhonovMiller(
        OptionalDouble weight,
        String rule,
        String penalty,
        boolean constrained,
        int iterations,
        double tolerance,
        double background,
        String padding)
        implements Reconstructor {
    private static final double LOWEST = 1e-10;
    private static final double HIGHEST = 1e4;
    private static final int STEPS = 57;
    private static final double NOISE_FREE = 1e-4;

    /** Degrees of freedom count so many times, for noise that is not quite white and data that are continued. */
    private static final double CAUTION = 1.4;

    private static final List<Parameter> PARAMETERS = List.of(
            Parameter.auto(
                    "weight",
                    Double.MIN_NORMAL,
                    Double.MAX_VALUE,
                    "data unit squared per image unit squared",
                    "Weight of the penalty against the squared misfit; auto goes by the rule."),
            Parameter.choice(
                    "rule",
                    List.of("gcv", "discrepancy"),
                    "How an automatic weight is found: generalised cross-validation, or misfit as large as the noise."),
            Parameter.choice("penalty", List.of("gradient", "identity"), "What is kept small: differences, or values."),
            Parameter.integer("iterations", 100, 1, 10_000_000, "Iterations at most, where there are any."),
            Parameter.number(
                    "tolerance",
                    1e-4,
                    0,
                    1,
                    "",
                    "Relative gradient, or with constraint the relative change, at which the iteration stops."),
            EmissionData.BACKGROUND,
            FreeBorder.PADDING);

    /** Without constraint: the entry in the list of methods. */
    public static final Method METHOD = new Method(
            "tikhonov-miller",
            "Deconvolution by least squares with the squared gradient: in closed form for periodic blur.",
            List.of("blur"),
            PARAMETERS,
            "Tikhonov and Arsenin 1977, Solutions of ill-posed problems, Wiley; Miller 1970, Least squares methods for"
                    + " ill-posed problems with a prescribed bound, SIAM J. Math. Anal. 1; Golub, Heath and Wahba 1979,"
                    + " Generalized cross-validation as a method for choosing a good ridge parameter, Technometrics 21",
            s -> of(s, false));

    /** With constraint: the entry in the list of methods. */
    public static final Method ICTM = new Method(
            "ictm",
            "Deconvolution by least squares with the squared gradient and no negative values, by conjugate gradients that are clipped.",
            List.of("blur"),
            PARAMETERS,
            "van Kempen, van Vliet, Verveer and van der Voort 1997, A quantitative comparison of image restoration methods"
                    + " for confocal microscopy, J. Microsc. 185",
            s -> of(s, true));

    private static TikhonovMiller of(Settings s, boolean constrained) {
        return new TikhonovMiller(
                s.numberOrAuto("weight"),
                s.choice("rule"),
                s.choice("penalty"),
                constrained,
                s.integer("iterations"),
                s.number("tolerance"),
                s.number("background"),
                s.choice("padding"));
    }

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Method method = constrained ? ICTM : METHOD;
        Protocol protocol = new Protocol(method)
                .used("rule", rule)
                .used("penalty", penalty)
                .used("iterations", iterations)
                .used("tolerance", tolerance)
                .used("background", background);
        Blur blur = Wiener.blur(method.name(), problem);
        float[] signal = Wiener.above(problem.data().data(), background);
        FreeBorder border = FreeBorder.of(blur, padding, protocol);
        boolean free = border.forward() != blur;
        PeriodicData period =
                PeriodicData.of(blur, signal, free || blur.periodic().isEmpty());
        double[] damping = damping(period, blur.domain());
        double w = weight.orElseGet(() -> choose(period, damping, blur.range(), signal, protocol));
        protocol.used("weight", w);
        int[] next = {0};
        TransferFunction inverse = period.convolution()
                .transfer()
                .regularisedInverse(
                        TransferFunction.real(period.grid(), cycles -> Math.max(1e-30, w * damping[next[0]++])));
        if (blur.periodic().isPresent() && !free && !constrained) {
            return protocol.result(blur.domain(), period.filtered(inverse), Status.CONVERGED);
        }
        // What the filter makes of the continued data is a good start.
        LinearOperator a = border.forward();
        float[] start = border.embed(new Image(blur.domain(), period.filtered(inverse)));
        LinearOperator c = penalty.equals("gradient") ? new Gradient(a.domain()) : new Identity(a.domain());
        LinearOperator both = LinearOperator.stacked(a, c.scaled(Math.sqrt(w)));
        float[] right = Arrays.copyOf(signal, both.range().length());
        Iteration<?> iteration = constrained ? new ClippedCgls(both, right) : new Cgls(both, right);
        Runner runner =
                new Runner(method.name(), Stopping.at(iterations, tolerance).every(1), border.listeners(listeners));
        return border.result(protocol, runner.run(iteration, start));
    }

    /** |C|<sup>2</sup> of each frequency kept. */
    private double[] damping(PeriodicData period, Space image) {
        double[] cycles = new double[period.grid().sizes().length];
        double[] damping = new double[period.grid().points()];
        double[] scale = image.axes().stream()
                .filter(axis -> axis.role().isSpatial())
                .mapToDouble(axis -> axis.spacing())
                .toArray();
        for (int i = 0; i < damping.length; i++) {
            period.grid().frequency(i, cycles);
            damping[i] = penalty.equals("identity") ? 1 : 0;
            for (int a = 0; a < cycles.length && penalty.equals("gradient"); a++) {
                double d = 2 * Math.sin(Math.PI * cycles[a]) * scale[0] / scale[a];
                damping[i] += d * d;
            }
        }
        return damping;
    }

    private double choose(PeriodicData period, double[] damping, Space space, float[] signal, Protocol protocol) {
        double[] power = period.power();
        double[] squares = period.squaredTransfer();
        double[] times = period.multiplicity();
        double unit = 0;
        for (double h : squares) {
            unit = Math.max(unit, h);
        }
        if (rule.equals("discrepancy")) {
            double rms = Vectors.norm(signal) / Math.sqrt(signal.length);
            double sigma = Math.max(NoiseLevel.of(new Image(space, signal)), NOISE_FREE * rms);
            double goal = sigma * sigma * period.samples();
            WeightSearch found = goal > 0
                    ? WeightSearch.run(
                            1e-3 * unit, 1e7, w -> Math.sqrt(misfit(w, power, squares, times, damping)[0] / goal))
                    : new WeightSearch(unit, 0, false);
            protocol.note("weight", found.describe());
            return found.weight();
        }
        double best = Double.POSITIVE_INFINITY;
        double chosen = unit;
        double ratio = Math.pow(HIGHEST / LOWEST, 1.0 / (STEPS - 1));
        for (int k = 0; k < STEPS; k++) {
            double w = unit * LOWEST * Math.pow(ratio, k);
            double[] sums = misfit(w, power, squares, times, damping);
            double trace = CAUTION * sums[1] + (1 - CAUTION) * period.samples();
            double gcv = trace > 0 ? sums[0] / (trace * trace) : Double.POSITIVE_INFINITY;
            if (gcv < best) {
                best = gcv;
                chosen = w;
            }
        }
        protocol.note(
                "weight",
                String.format(
                        Locale.ROOT,
                        "of least generalised cross-validation among %d from %.3g to %.3g",
                        STEPS,
                        unit * LOWEST,
                        unit * HIGHEST));
        return chosen;
    }

    /** |b - A x|<sup>2</sup> and the trace of 1 - A A_w. */
    private static double[] misfit(double w, double[] power, double[] squares, double[] times, double[] damping) {
        double residual = 0;
        double trace = 0;
        for (int i = 0; i < power.length; i++) {
            double d = w * damping[i];
            double left = d > 0 ? d / (squares[i] + d) : 0;
            residual += left * left * power[i];
            trace += left * times[i];
        }
        return new double[] {residual, trace};
    }
}
