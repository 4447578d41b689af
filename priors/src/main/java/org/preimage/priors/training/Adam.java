package org.preimage.priors.training;

import org.preimage.priors.weights.Layout;

/**
 * Steps by running means of the gradient m and of its square v, corrected for their start at 0, w &lt;- w - rate (m / (sqrt v +
 * epsilon) + decay w).
 *
 * <p>Kingma and Ba 2015, Adam: a method for stochastic optimization, ICLR; with the decay of weights apart from the gradient
 * after Loshchilov and Hutter 2019, Decoupled weight decay regularization, ICLR.
 *
 * @param beta1 of the mean, 0 &lt;= beta1 &lt; 1
 * @param beta2 of the mean square, 0 &lt;= beta2 &lt; 1
 * @param epsilon positive
 * @param decay of weights with at least two axes per unit of the learning rate, not negative
 */
public record Adam(double beta1, double beta2, double epsilon, double decay) implements Optimiser {
    public Adam {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && decay >= 0)) {
            throw new IllegalArgumentException("Adam has beta1 " + beta1 + ", beta2 " + beta2 + ", epsilon " + epsilon
                    + " and decay " + decay
                    + ", but needs betas from 0 to below 1, a positive epsilon and no negative decay");
        }
    }

    /** 0.9, 0.99 without decay, as unrolled methods are trained. */
    public static Adam standard() {
        return new Adam(0.9, 0.99, 1e-8, 0);
    }

    @Override
    public int memories() {
        return 2;
    }

    @Override
    public void update(Layout layout, float[] weights, float[] gradient, float[][] memory, long step, double rate) {
        for (Layout.Entry e : layout.entries()) {
            update(e, weights, gradient, memory[0], memory[1], step, rate);
        }
    }

    void update(Layout.Entry e, float[] weights, float[] gradient, float[] m, float[] v, long step, double rate) {
        double c1 = 1 / (1 - Math.pow(beta1, step));
        double c2 = 1 / (1 - Math.pow(beta2, step));
        double shrink = e.shape().length > 1 ? 1 - rate * decay : 1;
        for (int i = e.offset(); i < e.offset() + e.length(); i++) {
            double g = gradient[i];
            m[i] += (float) ((1 - beta1) * (g - m[i]));
            v[i] += (float) ((1 - beta2) * (g * g - v[i]));
            weights[i] = (float) (shrink * weights[i] - rate * c1 * m[i] / (Math.sqrt(c2 * v[i]) + epsilon));
        }
    }
}
