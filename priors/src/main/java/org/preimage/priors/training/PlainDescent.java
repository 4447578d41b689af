package org.preimage.priors.training;

import org.preimage.priors.weights.Layout;

/** w &lt;- w - rate g, without a memory. */
public record PlainDescent() implements Optimiser {
    @Override
    public int memories() {
        return 0;
    }

    @Override
    public void update(Layout layout, float[] weights, float[] gradient, float[][] memory, long step, double rate) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= (float) (rate * gradient[i]);
        }
    }
}
