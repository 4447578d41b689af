package org.preimage.priors.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.weights.Layout;

/**
 * The U-Net: blocks of convolutions on ever coarser scales, then back on ever finer ones, where each scale also sees what it was
 * on the way down. Images of any size: what the coarsest scale cannot divide is padded with the border's pixels and cut off again.
 *
 * <p>A vector of conditions, as of the noise level, passes two linear layers, of which another linear map makes a number that
 * is added to each channel of each block.
 *
 * <p>Weights: "encode0", "down0", ..., "up0", "skip0", "decode0", ... (0 is the finest scale), "last"; "embed0", "embed1" and
 * "condition.NAME" of the blocks.
 *
 * <p>Ronneberger, Fischer and Brox 2015, U-Net: convolutional networks for biomedical image segmentation, MICCAI; conditions as
 * in Ho, Jain and Abbeel 2020, Denoising diffusion probabilistic models, NeurIPS.
 *
 * @param in channels of the input
 * @param out channels of the output
 * @param channels of each scale, finest first; each scale halves the image
 * @param skips channels that each scale but the coarsest hands over: 0 for none, those of the scale for its output itself, else a
 *     1 x 1 convolution of it
 * @param style of the blocks
 * @param sampling how scales are left and entered
 * @param residual whether the output is a correction of the input's first channels; then it begins with none
 * @param conditions length of the vector of conditions, 0 for none
 */
public record UNet(
        int in,
        int out,
        List<Integer> channels,
        List<Integer> skips,
        Style style,
        Sampling sampling,
        boolean residual,
        int conditions)
        implements Conditional {
    /**
     * How scales are left and entered.
     *
     * @param down to the coarser scale
     * @param up to the finer scale
     */
    public record Sampling(Downsampling down, Upsampling up) {
        /** Means, and bilinear interpolation: free of the patterns that strides leave. */
        public static final Sampling SMOOTH = new Sampling(Downsampling.AVERAGE, Upsampling.BILINEAR);
    }

    public UNet {
        channels = List.copyOf(channels);
        skips = List.copyOf(skips);
        if (in < 1 || out < 1 || channels.isEmpty() || channels.size() > 16 || Collections.min(channels) < 1) {
            throw new IllegalArgumentException("a U-Net from " + in + " to " + out + " channels with " + channels
                    + " on its scales needs positive numbers and 1 to 16 scales");
        }
        if (skips.size() != channels.size() - 1 || skips.stream().anyMatch(s -> s < 0)) {
            throw new IllegalArgumentException(
                    "skips are " + skips + ", but " + (channels.size() - 1) + " numbers from 0 are needed");
        }
        if (residual && out > in) {
            throw new IllegalArgumentException(
                    "residual is on, so that out must be at most in, but " + out + " > " + in);
        }
        if (conditions < 0) {
            throw new IllegalArgumentException("conditions is " + conditions + ", but must be at least 0");
        }
    }

    /** A U-Net of one channel that corrects its input, in the plain style, with full skips. */
    public static UNet of(int... channels) {
        List<Integer> list = Arrays.stream(channels).boxed().toList();
        return new UNet(1, 1, list, list.subList(0, list.size() - 1), Style.PLAIN, Sampling.SMOOTH, true, 0);
    }

    /** The same from and to other numbers of channels. */
    public UNet between(int inChannels, int outChannels) {
        return new UNet(
                inChannels,
                outChannels,
                channels,
                skips,
                style,
                sampling,
                residual && outChannels <= inChannels,
                conditions);
    }

    /** The same with another style. */
    public UNet with(Style other) {
        return new UNet(in, out, channels, skips, other, sampling, residual, conditions);
    }

    /** The same with other sampling. */
    public UNet with(Sampling other) {
        return new UNet(in, out, channels, skips, style, other, residual, conditions);
    }

    /** The same with other skips. */
    public UNet withSkips(int... other) {
        return new UNet(
                in, out, channels, Arrays.stream(other).boxed().toList(), style, sampling, residual, conditions);
    }

    /** The same that gives its output itself. */
    public UNet direct() {
        return new UNet(in, out, channels, skips, style, sampling, false, conditions);
    }

    /** The same that a vector of conditions steers. */
    public UNet conditioned(int length) {
        return new UNet(in, out, channels, skips, style, sampling, residual, length);
    }

    private int scales() {
        return channels.size();
    }

    private ConvolutionBlock encoder(int scale) {
        return new ConvolutionBlock(scale == 0 ? in : channels.get(scale - 1), channels.get(scale), style);
    }

    private ConvolutionBlock decoder(int scale) {
        return new ConvolutionBlock(channels.get(scale) + skips.get(scale), channels.get(scale), style);
    }

    private Network up(int scale) {
        return sampling.up().layer(channels.get(scale + 1), channels.get(scale));
    }

    private boolean narrows(int scale) {
        return skips.get(scale) > 0 && !skips.get(scale).equals(channels.get(scale));
    }

    private Network skip(int scale) {
        return new Convolution(channels.get(scale), skips.get(scale), 1);
    }

    private Convolution last() {
        Convolution plain = new Convolution(channels.get(0), out, 1);
        return plain.gain(residual ? 0 : 1);
    }

    private int width() {
        return Math.max(conditions, 2 * channels.get(0));
    }

    @Override
    public void declare(Layout.Builder weights) {
        if (conditions > 0) {
            new Linear(conditions, width()).declare(weights.within("embed0"));
            new Linear(width(), width()).declare(weights.within("embed1"));
        }
        for (int i = 0; i < scales(); i++) {
            block(weights, "encode" + i, encoder(i));
            if (i < scales() - 1) {
                sampling.down().layer(channels.get(i)).declare(weights.within("down" + i));
            }
        }
        for (int i = scales() - 2; i >= 0; i--) {
            up(i).declare(weights.within("up" + i));
            if (narrows(i)) {
                skip(i).declare(weights.within("skip" + i));
            }
            block(weights, "decode" + i, decoder(i));
        }
        last().declare(weights.within("last"));
    }

    private void block(Layout.Builder weights, String name, ConvolutionBlock block) {
        block.declare(weights.within(name));
        if (conditions > 0) {
            new Linear(width(), block.out()).declare(weights.within("condition").within(name));
        }
    }

    @Override
    public Tensor forward(Tensor x, Tensor condition, Bound weights) {
        int[] shape = x.shape();
        int unit = 1 << scales() - 1;
        int rows = Math.floorMod(-shape[2], unit);
        int columns = Math.floorMod(-shape[3], unit);
        Tensor embedded = condition == null ? null : embed(condition, weights);
        if (rows == 0 && columns == 0) {
            return core(x, embedded, weights);
        }
        int left = columns / 2;
        int above = rows / 2;
        Tensor padded = x.padRepeated(left, columns - left, above, rows - above);
        return core(padded, embedded, weights).slice(2, above, above + shape[2]).slice(3, left, left + shape[3]);
    }

    private Tensor embed(Tensor condition, Bound weights) {
        if (conditions == 0) {
            throw new IllegalArgumentException("the network takes no conditions");
        }
        Tensor e = new Linear(conditions, width()).forward(condition, weights.within("embed0"));
        return new Linear(width(), width())
                .forward(e.silu(), weights.within("embed1"))
                .silu();
    }

    private Tensor core(Tensor x, Tensor embedded, Bound weights) {
        Tensor[] seen = new Tensor[scales()];
        Tensor y = x;
        for (int i = 0; i < scales(); i++) {
            y = apply(encoder(i), "encode" + i, y, embedded, weights);
            seen[i] = y;
            if (i < scales() - 1) {
                y = sampling.down().layer(channels.get(i)).forward(y, weights.within("down" + i));
            }
        }
        for (int i = scales() - 2; i >= 0; i--) {
            y = up(i).forward(y, weights.within("up" + i));
            if (skips.get(i) > 0) {
                Tensor skip = narrows(i) ? skip(i).forward(seen[i], weights.within("skip" + i)) : seen[i];
                y = Tensor.channels(y, skip);
            }
            y = apply(decoder(i), "decode" + i, y, embedded, weights);
        }
        y = last().forward(y, weights.within("last"));
        return residual ? y.plus(in == out ? x : x.slice(1, 0, out)) : y;
    }

    private Tensor apply(ConvolutionBlock block, String name, Tensor x, Tensor embedded, Bound weights) {
        Tensor shift = null;
        if (embedded != null) {
            Linear linear = new Linear(width(), block.out());
            shift = linear.forward(embedded, weights.within("condition").within(name))
                    .reshape(embedded.size(0), block.out(), 1, 1);
        }
        return block.forward(x, shift, weights.within(name));
    }
}
