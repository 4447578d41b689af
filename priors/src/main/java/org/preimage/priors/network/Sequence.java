package org.preimage.priors.network;

import java.util.List;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * Networks one after the other, named "0", "1", and so on.
 *
 * @param parts in order
 */
public record Sequence(List<Network> parts) implements Network {
    public Sequence {
        parts = List.copyOf(parts);
    }

    public static Sequence of(Network... parts) {
        return new Sequence(List.of(parts));
    }

    @Override
    public void declare(Layout.Builder weights) {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).declare(weights.within(Integer.toString(i)));
        }
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        Tensor y = x;
        for (int i = 0; i < parts.size(); i++) {
            y = parts.get(i).forward(y, weights.within(Integer.toString(i)));
        }
        return y;
    }
}
