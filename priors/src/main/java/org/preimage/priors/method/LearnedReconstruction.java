package org.preimage.priors.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
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
        implements Reconstructor {
    @Override
    public Reconstruction reconstruct(InverseProblem problem, Listener... listeners) {
        Physics physics = bundle.physics(problem.forward());
        float[] data = problem.data().data();
        float[] x;
        int averaged = 1;
        Map<String, String> found = new LinkedHashMap<>();
        if (ensemble && problem.forward() instanceof Projector p && p.beam() instanceof ParallelBeam beam) {
            List<Symmetry> symmetries = Symmetry.of(beam);
            averaged = symmetries.size();
            x = new float[physics.image().length()];
            for (Symmetry s : symmetries) {
                Vectors.add(1.0 / averaged, s.undone(apply(physics, s.ofData(data), found)), x);
            }
        } else {
            x = apply(physics, data, found);
        }
        for (float v : x) {
            if (!Float.isFinite(v)) {
                throw new IllegalArgumentException(
                        "the model " + bundle.card().name() + " gave NaN or infinite values for these data");
            }
        }
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
        notes.put("trained on", card.training().data());
        return new Reconstruction(
                new Image(physics.image(), x),
                Status.CONVERGED,
                0,
                List.of(),
                new Provenance(method, card.training().reference(), parameters, notes));
    }

    private float[] apply(Physics physics, float[] data, Map<String, String> found) {
        float[] scaled = data.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= (float) physics.norm();
        }
        try (Scope scope = Scope.open(device)) {
            Tape tape = Tape.evaluating(scope, bundle.weights());
            Var x = bundle.card()
                    .model()
                    .reconstruct(tape, physics, tape.constant(Samples.tensor(scaled, physics.data())));
            found.putAll(tape.notes());
            return Samples.arrays(x.value(), physics.image()).get(0);
        }
    }
}
