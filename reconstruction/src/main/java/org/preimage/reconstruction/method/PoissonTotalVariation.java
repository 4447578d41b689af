package org.preimage.reconstruction.method;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Projector;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.Regulariser;
import org.preimage.reconstruction.functional.TotalVariationRegulariser;
import org.preimage.reconstruction.functional.TransmissionLikelihood;
import org.preimage.reconstruction.parameter.RiskSearch;
import org.preimage.reconstruction.solver.ChambollePock;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;
import org.preimage.reconstruction.solver.Term;

/**
 * Total variation with the likelihood of photon counts,
 *
 * <pre>min L(A x) + w TV(x), x &gt;= 0,  L(p) = sum_i N exp(-p_i) + y_i p_i,</pre>
 *
 * by the primal-dual method. A ray that few photons passed says little, and is trusted little: what sets it apart from least
 * squares, which trust all rays alike.
 *
 * <p>Unless it is given, w is the one of least estimated risk sum_i N exp(-p_i) (A x - p)_i<sup>2</sup> / 2 at the true line
 * integrals p. Up to a constant that is half the deviance plus the degrees of freedom sum_i y_i d(-A x)_i / dy_i (Stein 1981,
 * Estimation of the mean of a multivariate normal distribution, Ann. Stat. 9, here for the Poisson law to leading order), found
 * from a solution for perturbed counts (Ramani, Blu and Unser 2008, Monte-Carlo SURE: a black-box optimization of
 * regularization parameters for general denoising algorithms, IEEE Trans. Image Process. 17). The error h of the operator's grid
 * counts as noise, which the image should not follow either: it multiplies the degrees of freedom with 1 + mean(y) h<sup>2</sup>.
 *
 * @param weight w; empty for the one of least estimated risk
 * @param photons N; empty to estimate it from the noise
 * @param attenuation in 1/mm, that image value 1 stands for
 * @param isotropic whether TV sums the gradient's lengths, else the magnitudes of its components
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative duality gap at which to stop
 */
public record PoissonTotalVariation(
        OptionalDouble weight,
        OptionalDouble photons,
        double attenuation,
        boolean isotropic,
        int iterations,
        double tolerance)
        implements Reconstructor {
    private static final int SEARCH_ITERATIONS = 150;
    private static final double RANGE = 1e3;

    /** Good weights lie near this share of the noise's force; measured on slices of a head. */
    private static final double GUESS = 0.3;

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "poisson-tv",
            "The likelihood of photon counts with total variation, for x-ray scans with few photons.",
            AlgebraicReconstruction.BEAMS,
            List.of(
                    Parameter.auto(
                            "weight",
                            Double.MIN_NORMAL,
                            Double.MAX_VALUE,
                            "1 per image unit",
                            "Weight of total variation against half the deviance; auto takes the one of least estimated risk."),
                    TransmissionData.PHOTONS,
                    TransmissionData.ATTENUATION,
                    TotalVariation.TYPE,
                    Parameter.integer("iterations", 2000, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-4, 0, 1, "", "Relative duality gap at which the iteration stops.")),
            "Lange and Carson 1984, EM reconstruction algorithms for emission and transmission tomography, J. Comput."
                    + " Assist. Tomogr. 8; Chambolle and Pock 2011, A first-order primal-dual algorithm for convex"
                    + " problems with applications to imaging, J. Math. Imaging Vis. 40",
            s -> new PoissonTotalVariation(
                    s.numberOrAuto("weight"),
                    s.numberOrAuto("photons"),
                    s.number("attenuation"),
                    s.choice("type").equals("isotropic"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("photons", photons.orElse(0))
                .used("attenuation", attenuation)
                .used("type", isotropic ? "isotropic" : "anisotropic")
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        TransmissionData data = TransmissionData.of(METHOD.name(), problem, attenuation, photons, protocol, listeners);
        Projector a = data.projector();
        Space space = a.domain();
        if (data.empty()) {
            protocol.note("weight", "the data are zero wherever they depend on the image");
            return protocol.result(space, space.zeros(), Status.CONVERGED);
        }
        if (data.status() == Status.CANCELLED) {
            protocol.note("weight", "without effect: cancelled before it was needed");
            return result(protocol, space, data.start(), Status.CANCELLED);
        }
        Regulariser prior = new TotalVariationRegulariser(space, isotropic);
        TransmissionLikelihood likelihood = new TransmissionLikelihood(a.range(), data.transmission(), data.photons());
        // In the image x attenuation the data are line integrals; TV(x attenuation) = attenuation TV(x).
        double w = weight.orElse(0) / attenuation;
        w = weight.isEmpty() ? GUESS * Math.sqrt(1 + data.modelShare()) * forceOfNoise(data) : w;
        ChambollePock method = new ChambollePock(
                        Box.nonNegative(space),
                        List.of(new Term(a, likelihood), new Term(prior.analysis(), prior.weighted(w))))
                .weighted(primalWeight(data, prior, w), true);
        ChambollePock.State state = method.start(data.start());
        if (weight.isEmpty()) {
            Search search = new Search(method, state, prior, data);
            w = search.run(w, protocol, listeners);
            state = search.state;
            protocol.used("weight", w * attenuation);
            if (search.cancelled) {
                return result(protocol, space, method.solution(state), Status.CANCELLED);
            }
            method = method.with(List.of(likelihood, prior.weighted(w)));
            state = method.start(state, 1);
        }
        Outcome outcome =
                new Runner("poisson-tv", Stopping.at(iterations, tolerance).every(20), listeners).resume(method, state);
        data.noteDeviance(protocol, outcome.solution());
        Vectors.scale(1 / attenuation, outcome.solution());
        return protocol.result(space, outcome);
    }

    private Reconstruction result(Protocol protocol, Space space, float[] x, Status status) {
        float[] scaled = x.clone();
        Vectors.scale(1 / attenuation, scaled);
        return protocol.result(space, scaled, status);
    }

    /** Root mean square of A* (y - E y), what noise contributes to each entry of the gradient: a unit for weights. */
    private static double forceOfNoise(TransmissionData data) {
        float[] noise = data.projector().range().zeros();
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (Math.sqrt(data.photons() * data.transmission()[i]) * random.nextGaussian());
        }
        float[] force = data.projector().adjoint(noise);
        return Vectors.norm(force) / Math.sqrt(force.length);
    }

    /** A guess of |x* - x_0| / |y*|: part of the image over residuals of the size of noise and full dual variables. */
    private static double primalWeight(TransmissionData data, Regulariser regulariser, double w) {
        double counts = 0;
        for (float t : data.transmission()) {
            counts += data.photons() * t;
        }
        double fit = data.projector().norm() * Math.sqrt(counts);
        double prior = regulariser.analysis().norm() * w * Math.sqrt(data.start().length);
        double omega = 0.25 * Vectors.norm(data.start()) / Math.hypot(fit, prior);
        return omega > 0 && Double.isFinite(omega) ? omega : 1;
    }

    /**
     * Weights tried one after the other, each from where the last one ended, for the counts measured and for perturbed ones: from
     * both, the estimate of the risk.
     */
    private final class Search {
        private final ChambollePock method;
        private final Regulariser prior;
        private final TransmissionData data;
        private final TransmissionRisk risk;
        private ChambollePock.State state;
        private ChambollePock.State other;
        private boolean cancelled;

        Search(ChambollePock method, ChambollePock.State state, Regulariser prior, TransmissionData data) {
            this.method = method;
            this.state = state;
            this.other = method.start(data.start());
            this.prior = prior;
            this.data = data;
            this.risk = TransmissionRisk.of(data);
        }

        double run(double guess, Protocol protocol, Listener... listeners) {
            Runner runner = new Runner(
                    "choosing the weight", Stopping.at(SEARCH_ITERATIONS, 1e-5).every(50), listeners);
            RiskSearch found = RiskSearch.run(guess, RANGE, candidate -> {
                state = solve(runner, risk.measured(), state, candidate);
                other = cancelled ? other : solve(runner, risk.perturbed(), other, candidate);
                return cancelled ? Double.NaN : risk.of(state.image(0), other.image(0));
            });
            protocol.note(
                    "weight",
                    String.format(
                            Locale.ROOT,
                            "%s; the error of the operator's grid estimated as %.3g of the noise's variance",
                            found.describe(),
                            data.modelShare()));
            return found.weight();
        }

        private ChambollePock.State solve(
                Runner runner, TransmissionLikelihood likelihood, ChambollePock.State from, double candidate) {
            ChambollePock trial = method.with(List.of(likelihood, prior.weighted(candidate)));
            ChambollePock.State to = trial.start(from, 1);
            cancelled = runner.resume(trial, to).status() == Status.CANCELLED;
            return to;
        }
    }
}
