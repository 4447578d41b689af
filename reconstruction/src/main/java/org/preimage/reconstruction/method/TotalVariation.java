package org.preimage.reconstruction.method;

import java.util.List;
import java.util.OptionalDouble;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.functional.Box;
import org.preimage.reconstruction.functional.Proximable;
import org.preimage.reconstruction.functional.Regulariser;
import org.preimage.reconstruction.functional.TotalVariationRegulariser;
import org.preimage.reconstruction.functional.Zero;
import org.preimage.reconstruction.parameter.WeightRule;
import org.preimage.reconstruction.solver.CondatVu;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Runner;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.solver.Stopping;

/**
 * Total variation, min 1/2 |A x - b|<sup>2</sup> + w TV(x), by the primal-dual method.
 *
 * <p>For MRI operators it is {@link CondatVu}'s, which takes A* A as one: the tolerance is then the relative change of the image
 * in one iteration, and an automatic weight is that of {@link org.preimage.reconstruction.parameter.KSpaceWeight}.
 *
 * @param weight w; empty to choose it from the data
 * @param rule how the weight is chosen; for {@link WeightRule#AUTO} it is {@link WeightRule#SURE}, for k-space {@link WeightRule#NOISE}
 * @param isotropic whether TV sums the gradient's lengths, else the magnitudes of its components
 * @param joint whether an isotropic TV takes one length for all channels at a point; else each channel is an image of its own
 * @param nonNegative whether x &gt;= 0 as well; complex images have no such constraint
 * @param iterations iterations at most, those that choose the weight not counted
 * @param tolerance relative duality gap at which to stop
 */
public record TotalVariation(
        OptionalDouble weight,
        WeightRule rule,
        boolean isotropic,
        boolean joint,
        boolean nonNegative,
        int iterations,
        double tolerance)
        implements Reconstructor {
    static final Parameter WEIGHT = Parameter.auto(
            "weight",
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            "data unit squared per image unit",
            "Weight of total variation against half the squared misfit; auto chooses it from the data by the rule.");
    static final Parameter TYPE = Parameter.choice(
            "type",
            List.of("isotropic", "anisotropic"),
            "Sum of the gradient's lengths, or of the magnitudes of its components.");
    static final Parameter NON_NEGATIVE =
            Parameter.flag("nonNegative", true, "Allow no negative values; without effect on complex images.");

    /** The entry in the list of methods. */
    public static final Method METHOD = new Method(
            "tv",
            "Least squares with total variation, by the primal-dual method of Chambolle and Pock.",
            List.of(Method.ANY_LINEAR),
            List.of(
                    WEIGHT,
                    Variational.RULE,
                    TYPE,
                    Parameter.choice(
                            "channels",
                            List.of("separate", "joint"),
                            "Each channel by itself, or one gradient's length for all channels at a point, which favours"
                                    + " common edges; joint needs the type isotropic."),
                    NON_NEGATIVE,
                    Parameter.integer("iterations", 2000, 1, 10_000_000, "Iterations at most."),
                    Parameter.number(
                            "tolerance", 1e-4, 0, 1, "", "Relative duality gap at which the iteration stops.")),
            "Rudin, Osher and Fatemi 1992, Nonlinear total variation based noise removal algorithms, Physica D 60;"
                    + " Chambolle and Pock 2011, A first-order primal-dual algorithm for convex problems with"
                    + " applications to imaging, J. Math. Imaging Vis. 40",
            s -> new TotalVariation(
                    s.numberOrAuto("weight"),
                    WeightRule.labelled(s.choice("rule")),
                    s.choice("type").equals("isotropic"),
                    s.choice("channels").equals("joint"),
                    s.flag("nonNegative"),
                    s.integer("iterations"),
                    s.number("tolerance")));

    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        if (MriProblem.fits(problem.forward())) {
            return mri(problem, listeners);
        }
        LinearOperator a = problem.linear("tv");
        Space space = a.domain();
        Protocol protocol = new Protocol(METHOD)
                .used("weight", weight.orElse(0))
                .used("rule", rule.or(WeightRule.SURE).label())
                .used("type", isotropic ? "isotropic" : "anisotropic")
                .used("channels", joint ? "joint" : "separate")
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        return new Variational(protocol, weight, rule, iterations, tolerance)
                .reconstruct(problem, prior(space, protocol), constraint(space, nonNegative, protocol), listeners);
    }

    private Regulariser prior(Space space, Protocol protocol) {
        boolean channels = space.axes().stream().anyMatch(a -> a.role() == Role.CHANNEL);
        if (joint && !isotropic) {
            throw new IllegalArgumentException(
                    "channels is \"joint\" and type \"anisotropic\", but joint channels need the type isotropic");
        }
        if (joint && !channels) {
            protocol.note("channels", "without effect: the image has no axis of the role CHANNEL");
        }
        return joint && channels
                ? TotalVariationRegulariser.joint(space)
                : new TotalVariationRegulariser(space, isotropic);
    }

    /** By Condat and Vu's method, which takes A* A as one. */
    private Reconstruction mri(InverseProblem problem, Listener... listeners) {
        KSpaceTotalVariation tv = KSpaceTotalVariation.of(problem, METHOD, weight, rule, isotropic, listeners);
        if (joint) {
            tv.protocol().note("channels", "without effect: each image of k-space has a total variation of its own");
        }
        tv.protocol()
                .used("channels", joint ? "joint" : "separate")
                .used("nonNegative", nonNegative)
                .used("iterations", iterations)
                .used("tolerance", tolerance);
        constraint(tv.space(), nonNegative, tv.protocol());
        CondatVu method = new CondatVu(tv.fit(), List.of(tv.term()), tv.dualStep());
        if (tv.status() == Status.CANCELLED) {
            return tv.protocol().result(tv.space(), tv.start(), Status.CANCELLED);
        }
        return tv.protocol()
                .result(
                        tv.space(),
                        new Runner("tv", Stopping.at(iterations, tolerance).every(20), listeners)
                                .run(method, tv.start()));
    }

    /** x &gt;= 0 where it is asked for and the image is real, else nothing. */
    static Proximable constraint(Space space, boolean nonNegative, Protocol protocol) {
        if (nonNegative && space.field() == Field.REAL) {
            return Box.nonNegative(space);
        }
        if (nonNegative) {
            protocol.note("nonNegative", "without effect: the image is complex");
        }
        return new Zero(space);
    }
}
