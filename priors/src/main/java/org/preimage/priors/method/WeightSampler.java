package org.preimage.priors.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.Projector;
import org.preimage.priors.bundle.Bundle;
import org.preimage.priors.bundle.Card;
import org.preimage.priors.model.BayesianModel;
import org.preimage.priors.model.Physics;
import org.preimage.priors.model.Symmetry;
import org.preimage.priors.tensor.ComputeDevice;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Scope;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Provenance;
import org.preimage.reconstruction.posterior.PosteriorSampler;
import org.preimage.reconstruction.posterior.SampleLoop;
import org.preimage.reconstruction.posterior.SampledReconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Status;

/**
 * Images by a trained model with random weights, one for each draw of the weights, without the noise that the model learned.
 *
 * @param bundle of a {@link BayesianModel}
 * <p>A posterior keeps the symmetries of the problem, a trained network only nearly so. Where each draw sees the problem
 * under a symmetry that is drawn too, and its image is turned back, samples spread by what the network does not know of
 * symmetry as well, and their mean is better, for the same work.
 *
 * @param device where it is computed
 * @param symmetric whether draws take symmetries that the geometry shares with the square; without effect on operators other
 *     than projectors of parallel beams
 */
public record WeightSampler(Bundle bundle, ComputeDevice device, boolean symmetric) implements PosteriorSampler {
    /** @throws IllegalArgumentException if the weights of the bundle's model are not random */
    public WeightSampler {
        if (!(bundle.card().model() instanceof BayesianModel)) {
            throw new IllegalArgumentException(
                    "the model " + bundle.card().name() + " has no random weights, of which samples could be drawn");
        }
    }

    @Override
    public Status sample(
            InverseProblem problem, int n, RandomGenerator random, Consumer<float[]> sink, Listener... listeners) {
        SampleLoop loop = new SampleLoop("draws of weights", n);
        BayesianModel model = (BayesianModel) bundle.card().model();
        Physics physics = bundle.physics(problem.forward());
        float[] scaled = problem.data().data().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= (float) physics.norm();
        }
        List<Symmetry> symmetries =
                symmetric && problem.forward() instanceof Projector p && p.beam() instanceof ParallelBeam beam
                        ? Symmetry.of(beam)
                        : List.of();
        try (Scope all = Scope.open(device)) {
            Tape tape = Tape.evaluating(all, bundle.weights());
            return loop.run(
                    () -> {
                        Symmetry symmetry =
                                symmetries.isEmpty() ? null : symmetries.get(random.nextInt(symmetries.size()));
                        float[] seen = symmetry == null ? scaled : symmetry.ofData(scaled);
                        try (Scope one = Scope.open(device)) {
                            Var data = tape.constant(Samples.tensor(seen, physics.data()));
                            Var image = model.sample(tape, physics, data, random);
                            float[] x = Samples.arrays(image.value(), physics.image())
                                    .get(0);
                            return symmetry == null ? x : symmetry.undone(x);
                        }
                    },
                    sink,
                    listeners);
        }
    }

    /** The variance of the noise that the model learned. */
    public double noiseVariance() {
        return BayesianModel.noiseVariance(bundle.weights());
    }

    /**
     * Mean and standard deviation of draws, the noise added to the variance.
     *
     * @param method its name in the list of methods
     * @param samples at least 2
     * @param seed of the draws
     */
    public SampledReconstructor reconstructor(String method, int samples, long seed) {
        Card card = bundle.card();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("bundle", card.name());
        parameters.put("device", device.toString());
        parameters.put("symmetric", Boolean.toString(symmetric));
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("model", card.summary() + " SHA-256 of the weights " + card.sha256() + ".");
        notes.put("trained on", card.training().data());
        return new SampledReconstructor(
                this,
                samples,
                noiseVariance(),
                seed,
                new Provenance(method, card.training().reference(), parameters, notes));
    }
}
