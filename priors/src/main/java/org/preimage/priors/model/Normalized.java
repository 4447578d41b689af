package org.preimage.priors.model;

import java.util.Arrays;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/**
 * A model for data of any unit: x = s M(y / s), where s is a quantile of the magnitudes of a direct reconstruction B y, the
 * pseudo-inverse where one is known, else the adjoint. Data times a positive number give the image times this number.
 *
 * @param inner M
 * @param quantile from 0 to 1, as 0.99
 */
public record Normalized(Model inner, double quantile) implements Model {
    public Normalized {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile is " + quantile + ", but must be from 0 to 1");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        inner.declare(weights);
    }

    @Override
    public Var reconstruct(Tape tape, Physics physics, Var data) {
        Tensor direct = physics.direct(tape, tape.constant(data.value())).value();
        float[] scales = scales(direct, physics.image());
        Tensor scale = Tensor.of(scales, scales.length, 1, 1, 1);
        Var scaled = tape.segment((w, in) -> in[0].over(scale), data);
        Var x = inner.reconstruct(tape, physics, scaled);
        return tape.segment((w, in) -> in[0].times(scale), x);
    }

    @Override
    public Architecture core() {
        return inner.core();
    }

    private float[] scales(Tensor images, Space space) {
        int step = space.field() == Field.COMPLEX ? 2 : 1;
        float[] scales = new float[images.size(0)];
        int n = 0;
        for (float[] image : Samples.arrays(images, space)) {
            float[] magnitudes = new float[image.length / step];
            for (int i = 0; i < magnitudes.length; i++) {
                magnitudes[i] = step == 1 ? Math.abs(image[i]) : (float) Math.hypot(image[2 * i], image[2 * i + 1]);
            }
            Arrays.sort(magnitudes);
            float s = magnitudes[(int) Math.round(quantile * (magnitudes.length - 1))];
            // Data that are zero keep their scale.
            scales[n++] = s > 0 ? s : 1;
        }
        return scales;
    }
}
