package org.preimage.priors.method;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.preimage.operators.LinearOperator;
import org.preimage.operators.Operator;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.Physics;
import org.preimage.priors.model.Symmetry;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.reconstruction.DifferentiableReconstructor;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * Reconstruction by a trained model.
 *
 * @param method its name in the list of methods
 * @param bundle the model
 * @param device where it is computed
 * @param ensemble whether the mean over all symmetries that the geometry shares with the square is taken
 */
public record LearnedReconstruction(String method, Bundle bundle, ComputeDevice device, boolean ensemble)
        implements DifferentiableReconstructor {
    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Physics physics = bundle.physics(problem.forward());
        float[] data = problem.data().data();
        float[] x;
        int averaged = 1;
        Map<String, String> found = new LinkedHashMap<>();
        List<Symmetry> symmetries = ensemble ? symmetries(problem.forward()) : List.of();
        if (!symmetries.isEmpty()) {
            averaged = symmetries.size();
            x = new float[physics.image().length()];
            for (Symmetry s : symmetries) {
                Vectors.add(1.0 / averaged, s.undone(apply(physics, s.ofData(data), found)), x);
            }
        } else {
            x = apply(physics, data, found);
        }
        finite(x);
        Card card = bundle.card();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("bundle", card.name());
        parameters.put("device", device.toString());
        parameters.put("ensemble", Boolean.toString(ensemble));
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("model", card.summary() + " SHA-256 of the weights " + card.sha256() + ".");
        if (ensemble) {
            notes.put("ensemble", "mean over " + averaged + " symmetries of the geometry");
        }
        notes.putAll(found);
        if (problem.forward() instanceof LinearOperator a) {
            notes.put("agreement with the data", Agreement.note(a, data, x));
        }
        notes.put("trained on", card.training().data());
        return new Reconstruction(
                new Image(physics.image(), x),
                Status.CONVERGED,
                0,
                List.of(),
                new Provenance(method, card.training().reference(), parameters, notes));
    }

    /** By back-propagation through the model and its physics; of an ensemble the mean over the symmetries. */
    @Override
    public Image vjp(InverseProblem problem, UnaryOperator<float[]> cotangent, float[] out) {
        Physics physics = bundle.physics(problem.forward());
        physics.data().require("out", out);
        float[] data = problem.data().data();
        List<Symmetry> symmetries = ensemble ? symmetries(problem.forward()) : List.of();
        if (symmetries.isEmpty()) {
            return new Image(physics.image(), pullBack(physics, data, cotangent, out));
        }
        // Which cotangent is known only when all symmetries have been averaged, so each model runs twice.
        Image image = reconstruct(problem).image();
        float[] w = cotangent.apply(image.data());
        Arrays.fill(out, 0);
        float[] part = new float[out.length];
        for (Symmetry s : symmetries) {
            pullBack(physics, s.ofData(data), x -> s.ofImage(w), part);
            Vectors.add(1.0 / symmetries.size(), s.undoneData(part), out);
        }
        return image;
    }

    /** M(y) for one model M, and M'(y)* w. */
    private float[] pullBack(Physics physics, float[] data, UnaryOperator<float[]> cotangent, float[] out) {
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.recording(scope, bundle.weights());
            Var y = tape.variable(Samples.tensor(scaled(physics, data), physics.data()));
            Var x = bundle.model().reconstruct(tape, physics, y);
            float[] image = finite(Samples.arrays(x.value(), physics.image()).get(0));
            float[] ignored = new float[bundle.weights().layout().length()];
            tape.backward(x, Samples.tensor(cotangent.apply(image), physics.image()), ignored);
            if (y.cotangent() == null) {
                Arrays.fill(out, 0);
            } else {
                float[] gradient = Samples.arrays(y.cotangent(), physics.data()).get(0);
                Vectors.scale(1 / physics.norm(), gradient);
                System.arraycopy(gradient, 0, out, 0, out.length);
            }
            return image;
        }
    }

    /** Those that the geometry shares with the square, the identity among them; none of other operators. */
    private static List<Symmetry> symmetries(Operator forward) {
        return forward instanceof Projector p && p.beam() instanceof ParallelBeam beam ? Symmetry.of(beam) : List.of();
    }

    private static float[] scaled(Physics physics, float[] data) {
        float[] scaled = data.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= (float) physics.norm();
        }
        return scaled;
    }

    private float[] finite(float[] x) {
        for (float v : x) {
            if (!Float.isFinite(v)) {
                throw new IllegalArgumentException(
                        "the model " + bundle.card().name() + " gave NaN or infinite values for these data");
            }
        }
        return x;
    }

    private float[] apply(Physics physics, float[] data, Map<String, String> found) {
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.evaluating(scope, bundle.weights());
            Var x = bundle.model()
                    .reconstruct(tape, physics, tape.constant(Samples.tensor(scaled(physics, data), physics.data())));
            found.putAll(tape.notes());
            return Samples.arrays(x.value(), physics.image()).get(0);
        }
    }
}
