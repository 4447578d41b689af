package org.preimage.priors.dip;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.preimage.operators.space.Space;
import org.preimage.priors.model.Model;
import org.preimage.priors.model.Physics;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/**
 * The image that a model reconstructs from the data: with the weights of a trained one the educated start of a deep image
 * prior, which then learns from the measurement what its training did not tell.
 *
 * <p>Barbano, Leuschner, Schmidt, Denker, Hauptmann, Maass and Jin 2022, An educated warm start for deep image prior-based micro CT
 * reconstruction, IEEE Trans. Comput. Imaging 8.
 */
public final class ModelImage implements Parametrisation {
    private final Model model;
    private final Physics physics;
    private final float[] data;

    /**
     * @param model what reconstructs
     * @param physics of one problem
     * @param data as measured, in the range of its operator
     * @throws IllegalArgumentException if the length does not fit
     */
    public ModelImage(Model model, Physics physics, float[] data) {
        physics.data().require("data", data);
        this.model = model;
        this.physics = physics;
        this.data = Arrays.copyOf(data, data.length);
        for (int i = 0; i < data.length; i++) {
            this.data[i] /= (float) physics.norm();
        }
    }

    @Override
    public Space space() {
        return physics.image();
    }

    @Override
    public Layout layout() {
        return model.layout();
    }

    /** Nothing is drawn where the model draws nothing. */
    @Override
    public Var image(Tape tape, RandomGenerator random) {
        Tape drawing = random == null ? tape : tape.seeing(w -> w.drawing(random));
        return model.reconstruct(drawing, physics, tape.constant(Samples.tensor(data, physics.data())));
    }
}
