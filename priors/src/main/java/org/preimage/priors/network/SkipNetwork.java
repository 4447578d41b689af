package org.preimage.priors.network;

import java.util.Collections;
import java.util.List;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * An hourglass with thin skips: halved by strides, enlarged bilinearly, with few channels handed over on each scale. Used for
 * post-processing and as a deep image prior. Images of any size: an odd size is halved upwards, and what is one pixel too large
 * on the way back loses its last row or column.
 *
 * <p>Weights: "in", "downK.0", "downK.1", "upK.skip", "upK.norm", "upK.0", "upK.1" for the scale K that is left or entered (0
 * is the finest), "out"; all but "upK.norm" and "out" hold "conv", "norm" and "act".
 *
 * <p>Ulyanov, Vedaldi and Lempitsky 2018, Deep image prior, CVPR; Baguer, Leuschner and Schmidt 2020, Computed tomography
 * reconstruction using deep image prior and learned reconstruction methods, Inverse Problems 36.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param channels of the input layer, then of each coarser scale
 * @param skip channels handed over on each scale
 * @param style activation, normalisation and size of kernels; what it says of blocks and dropout is not used
 */
public record SkipNetwork(int in, int out, List<Integer> channels, int skip, Style style) implements Network {
    public SkipNetwork {
        channels = List.copyOf(channels);
        if (in < 1 || out < 1 || skip < 1 || channels.size() < 2 || Collections.min(channels) < 1) {
            throw new IllegalArgumentException("a skip network from " + in + " to " + out + " channels with " + channels
                    + " on its scales and skips of " + skip + " needs positive numbers and 2 scales");
        }
    }

    /** A convolution, normalisation and activation. */
    private record Unit(Convolution convolution, Style style) implements Network {
        private Network norm() {
            return style.normalization().layer(convolution.out());
        }

        private Network act() {
            return style.activation().layer(convolution.out());
        }

        @Override
        public void declare(Layout.Builder weights) {
            convolution.declare(weights.within("conv"));
            norm().declare(weights.within("norm"));
            act().declare(weights.within("act"));
        }

        @Override
        public Tensor forward(Tensor x, Bound weights) {
            Tensor y = norm().forward(convolution.forward(x, weights.within("conv")), weights.within("norm"));
            return act().forward(y, weights.within("act"));
        }
    }

    private Unit unit(int from, int to) {
        return new Unit(style.convolution(from, to), style);
    }

    private Unit halving(int from, int to) {
        return new Unit(style.convolution(from, to).strided(2), style);
    }

    private Unit handing(int scale) {
        return new Unit(new Convolution(channels.get(scale), skip, 1), style);
    }

    private Network norm(int scale) {
        return style.normalization().layer(channels.get(scale + 1) + skip);
    }

    private Convolution last() {
        return new Convolution(channels.get(0), out, 1).gain(1);
    }

    @Override
    public void declare(Layout.Builder weights) {
        int scales = channels.size() - 1;
        unit(in, channels.get(0)).declare(weights.within("in"));
        for (int i = 0; i < scales; i++) {
            Layout.Builder down = weights.within("down" + i);
            int wide = channels.get(i + 1);
            halving(channels.get(i), wide).declare(down.within("0"));
            unit(wide, wide).declare(down.within("1"));
        }
        for (int i = scales - 1; i >= 0; i--) {
            Layout.Builder up = weights.within("up" + i);
            int wide = channels.get(i);
            handing(i).declare(up.within("skip"));
            norm(i).declare(up.within("norm"));
            unit(channels.get(i + 1) + skip, wide).declare(up.within("0"));
            unit(wide, wide).declare(up.within("1"));
        }
        last().declare(weights.within("out"));
    }

    @Override
    public Tensor forward(Tensor x, Bound weights) {
        int scales = channels.size() - 1;
        Tensor[] seen = new Tensor[scales + 1];
        seen[0] = unit(in, channels.get(0)).forward(x, weights.within("in"));
        for (int i = 0; i < scales; i++) {
            Bound down = weights.within("down" + i);
            int wide = channels.get(i + 1);
            Tensor y = halving(channels.get(i), wide).forward(seen[i], down.within("0"));
            seen[i + 1] = unit(wide, wide).forward(y, down.within("1"));
        }
        Tensor y = seen[scales];
        for (int i = scales - 1; i >= 0; i--) {
            Bound up = weights.within("up" + i);
            int wide = channels.get(i);
            Tensor skipped = handing(i).forward(seen[i], up.within("skip"));
            y = norm(i).forward(Tensor.channels(doubled(y, skipped), skipped), up.within("norm"));
            y = unit(channels.get(i + 1) + skip, wide).forward(y, up.within("0"));
            y = unit(wide, wide).forward(y, up.within("1"));
        }
        return last().forward(y, weights.within("out"));
    }

    /** Enlarged twofold and cut to the size of another, which is as large or one pixel smaller. */
    private static Tensor doubled(Tensor y, Tensor like) {
        int[] coarse = y.shape();
        int[] fine = like.shape();
        Tensor large = y.resizeBilinearCorners(2 * coarse[2], 2 * coarse[3]);
        return large.slice(2, 0, fine[2]).slice(3, 0, fine[3]);
    }
}
