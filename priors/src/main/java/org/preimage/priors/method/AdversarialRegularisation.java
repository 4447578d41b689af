package org.preimage.priors.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.functional.CriticFunctional;
import org.preimage.priors.model.AdversarialPair;
import org.preimage.priors.model.Architecture;
import org.preimage.priors.model.ConvexCritic;
import org.preimage.priors.model.Critic;
import org.preimage.priors.model.NetworkCritic;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.weights.Weights;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.LeastSquares;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.SmoothSum;
import org.preimage.reconstruction.functional.Zero;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.method.Settings;
import org.preimage.reconstruction.parameter.Discrepancy;
import org.preimage.reconstruction.solver.BacktrackingForwardBackward;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Misfit;
import org.preimage.reconstruction.solver.Outcome;
import org.preimage.reconstruction.solver.Status;

/**
 * Variational reconstruction with a trained critic f, min 1/2 |A x - y|<sup>2</sup> + w f(x), by forward-backward splitting that
 * searches its steps, from the direct reconstruction; or, of a critic that was trained with a model, from that model's image.
 *
 * <p>The automatic weight is E |A* e| for noise e of the level of the data: at the true image the slope of the misfit is A* e, and
 * that of a critic that has learned with its penalty is about 1 (Lunz, Oktem and Schonlieb 2018, section 3). A
 * convex critic leads to its one minimiser; another one may lose the image when the iteration goes on.
 */
final class AdversarialRegularisation implements Reconstructor {
    private static final String NONE = "none";
    private static final String DISCREPANCY = "discrepancy";

    /** With any critic. */
    static final Method AR = method(
            "adversarial-regulariser",
            "A critic that has learned to tell real images from bad reconstructions, without pairs, as a prior.",
            NetworkCritic.class,
            "S. Lunz, O. Oktem, C.-B. Schonlieb, NeurIPS 2018",
            300);

    /** With a convex critic. */
    static final Method ACR = method(
            "convex-adversarial-regulariser",
            "A critic that is a convex function of the image, as a prior: the iteration converges to one image.",
            ConvexCritic.class,
            "S. Mukherjee, S. Dittmer, Z. Shumaylov, S. Lunz, O. Oktem, C.-B. Schonlieb, arXiv:2008.02839 (2020)",
            1000);

    /** With a model and its critic. */
    static final Method UAR = method(
            "unrolled-adversarial",
            "An unrolled network that has learned without pairs, against a critic that can refine its image.",
            AdversarialPair.class,
            "S. Mukherjee, M. Carioni, O. Oktem, C.-B. Schonlieb, NeurIPS 2021",
            0);

    private final String method;
    private final String reference;
    private final Class<? extends Architecture> kind;
    private final Settings settings;

    private AdversarialRegularisation(
            String method, String reference, Class<? extends Architecture> kind, Settings settings) {
        this.method = method;
        this.reference = reference;
        this.kind = kind;
        this.settings = settings;
    }

    private static Method method(
            String name, String summary, Class<? extends Architecture> kind, String reference, int iterations) {
        return new Method(
                name,
                summary,
                List.of(kind == AdversarialPair.class ? "parallel-beam" : Method.ANY_LINEAR),
                List.of(
                        BundleChoice.PARAMETER,
                        Parameter.auto(
                                "weight",
                                Double.MIN_NORMAL,
                                Double.MAX_VALUE,
                                "data unit squared per image unit",
                                "Weight of the critic; auto balances it with the noise of the data."),
                        Parameter.flag(
                                "nonNegative", true, "Allow no negative values; without effect on complex images."),
                        Parameter.choice(
                                "stop",
                                List.of(NONE, DISCREPANCY),
                                "Whether to end where the misfit comes down to that of the noise (discrepancy), which from"
                                        + " a filtered back-projection it does long before the image is good."),
                        Parameter.integer(
                                "iterations",
                                iterations,
                                iterations == 0 ? 0 : 1,
                                10_000_000,
                                iterations == 0
                                        ? "Iterations with the critic at most, after the network; 0 for none."
                                        : "Iterations at most."),
                        SavedDescent.TOLERANCE,
                        BundleChoice.DEVICE,
                        SavedDescent.STATE),
                reference,
                settings -> new AdversarialRegularisation(name, reference, kind, settings));
    }

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        LinearOperator a = problem.linear(method);
        Bundle bundle = new BundleChoice(method, kind, settings.text("bundle")).of(problem);
        ComputeDevice device = ComputeDevice.named(settings.choice("device"));
        Space space = a.domain();
        Critic critic;
        Weights weights;
        if (bundle.card().model() instanceof AdversarialPair pair) {
            critic = pair.critic();
            weights = pair.criticWeights(bundle.weights());
        } else {
            critic = (Critic) bundle.card().model();
            weights = bundle.weights();
        }
        CriticFunctional f = new CriticFunctional(space, critic, weights, 1, device);
        Map<String, String> used = new LinkedHashMap<>(settings.asMap());
        used.put("bundle", bundle.card().name());
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("model", bundle.card().summary());
        if (!bundle.fits(a)) {
            notes.put("fit", "the model was trained for another operator");
        }
        float[] data = problem.data().data();
        Discrepancy noise = Discrepancy.estimate(a, data);
        OptionalDouble given = settings.numberOrAuto("weight");
        double weight =
                given.orElse(noise.scale() * Math.sqrt(space.length() / (space.field() == Field.COMPLEX ? 2 : 1)));
        used.put("weight", Double.toString(weight));
        if (given.isEmpty()) {
            notes.put("weight", "that of the noise in A* y: " + noise.note());
        }
        if (weight == 0) {
            notes.put("critic", "without effect: the data are zero");
            return result(space, new Outcome(space.zeros(), Status.CONVERGED, 0, List.of()), used, notes);
        }
        Start start = start(problem, a, bundle, device, listeners);
        int iterations = settings.integer("iterations");
        Outcome outcome = start.status == Status.CANCELLED || iterations == 0
                ? new Outcome(start.image, start.status, 0, List.of())
                : run(a, data, f.times(weight), start.image, noise, listeners);
        notes.put("agreement with the data", Agreement.note(a, noise, outcome.solution()));
        return result(space, outcome, used, notes);
    }

    private record Start(float[] image, Status status) {}

    private Start start(
            InverseProblem problem, LinearOperator a, Bundle bundle, ComputeDevice device, Listener... listeners) {
        if (bundle.card().model() instanceof AdversarialPair) {
            Reconstruction made =
                    new LearnedReconstruction(method, bundle, device, false).reconstruct(problem, listeners);
            return new Start(made.image().data(), made.status());
        }
        float[] data = problem.data().data().clone();
        Physics physics = Physics.of(a);
        if (physics.inverse().isEmpty()) {
            Discrepancy fit = Discrepancy.of(a, data, listeners);
            return new Start(fit.leastSquares(), fit.status());
        }
        Vectors.scale(1 / physics.norm(), data);
        return new Start(physics.inverse().get().apply(data), Status.CONVERGED);
    }

    private Outcome run(
            LinearOperator a,
            float[] data,
            CriticFunctional prior,
            float[] start,
            Discrepancy noise,
            Listener... listeners) {
        Misfit goal = settings.choice("stop").equals(DISCREPANCY) ? new Misfit(a, noise.data(), noise.radius()) : null;
        boolean nonNegative = settings.flag("nonNegative") && a.domain().field() == Field.REAL;
        Proximable constraint = nonNegative ? Box.nonNegative(a.domain()) : new Zero(a.domain());
        LeastSquares fit = new LeastSquares(a, data);
        BacktrackingForwardBackward iteration =
                new BacktrackingForwardBackward(new SmoothSum(List.of(fit, prior)), constraint, 1 / fit.lipschitz());
        return new SavedDescent(method, settings).run(iteration, start, goal, listeners);
    }

    private Reconstruction result(Space space, Outcome outcome, Map<String, String> used, Map<String, String> notes) {
        return new Reconstruction(
                new Image(space, outcome.solution()),
                outcome.status(),
                outcome.iterations(),
                outcome.history(),
                new Provenance(method, reference, used, notes));
    }
}
