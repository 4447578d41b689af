package org.preimage.priors.network;

import java.util.function.UnaryOperator;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * A network on a coarser grid that loses no pixel: blocks of factor x factor pixels are its channels, and its channels become
 * blocks of pixels again. Images whose sides are no multiples of the factor are continued by zeros and cut off again.
 *
 * @param inner from C factor<sup>2</sup> channels to a multiple of factor<sup>2</sup>
 * @param factor side of the blocks
 */
public record Folded(Network inner, int factor) implements Conditional {
    public Folded {
        if (factor < 1) {
            throw new IllegalArgumentException("factor is " + factor + ", but must be at least 1");
        }
    }

    @Override
    public void declare(Layout.Builder weights) {
        inner.declare(weights);
    }

    /** Those of the inner network. */
    @Override
    public int conditions() {
        return inner instanceof Conditional steered ? steered.conditions() : 0;
    }

    @Override
    public Tensor forward(Tensor x, Tensor condition, Bound weights) {
        if (inner instanceof Conditional steered) {
            return apply(x, factor, folded -> steered.forward(folded, condition, weights));
        }
        if (condition != null) {
            throw new IllegalArgumentException("the network takes no conditions");
        }
        return apply(x, factor, folded -> inner.forward(folded, weights));
    }

    /** A map of folded images, whose result is unfolded. */
    static Tensor apply(Tensor x, int factor, UnaryOperator<Tensor> inner) {
        int rows = x.size(2);
        int columns = x.size(3);
        int below = Math.floorMod(-rows, factor);
        int right = Math.floorMod(-columns, factor);
        Tensor padded = below + right > 0 ? x.padZeros(0, right, 0, below) : x;
        Tensor y = inner.apply(padded.blocksToChannels(factor)).channelsToBlocks(factor);
        return below + right > 0 ? y.slice(2, 0, rows).slice(3, 0, columns) : y;
    }
}
