package org.preimage.priors.dip;

import java.util.random.RandomGenerator;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.network.Network;
import org.preimage.priors.tensor.Bound;
import org.preimage.priors.tensor.Samples;
import org.preimage.priors.tensor.Tape;
import org.preimage.priors.tensor.Tensor;
import org.preimage.priors.tensor.Var;
import org.preimage.priors.weights.Layout;

/**
 * The image that a network makes of a fixed input z,
 *
 * <pre>x(w) = c N(z; w)   or, of residual networks,   x(w) = c (z + N(z; w)),</pre>
 *
 * with a scale c, so that networks give numbers about 1 whatever the image's unit is.
 *
 * <p>Ulyanov, Vedaldi and Lempitsky 2018, Deep image prior, CVPR.
 */
public final class NetworkImage implements Parametrisation {
    private final Network network;
    private final float[] input;
    private final int channels;
    private final Space space;
    private final double scale;
    private final boolean residual;
    private final double jitter;

    private NetworkImage(Network network, float[] input, Space space, double scale, boolean residual, double jitter) {
        this.network = network;
        this.input = input;
        this.space = space;
        this.scale = scale;
        this.residual = residual;
        this.jitter = jitter;
        channels = input.length / pixels(space);
    }

    /**
     * A network whose input is noise, uniform from 0 to 0.1.
     *
     * @param network from the input's channels to 1 channel, or 2 for complex images
     * @param channels of the input
     * @param space of the images, which must have two axes
     * @param scale c, positive: about the largest value of the image
     * @param random of the input
     * @throws IllegalArgumentException if images are not plane or a number is not positive
     */
    public static NetworkImage ofNoise(
            Network network, int channels, Space space, double scale, RandomGenerator random) {
        require(space, scale);
        if (channels < 1) {
            throw new IllegalArgumentException("channels is " + channels + ", but must be at least 1");
        }
        float[] input = new float[channels * pixels(space)];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) (0.1 * random.nextDouble());
        }
        return new NetworkImage(network, input, space, scale, false, 0);
    }

    /**
     * A network whose input is an image divided by the scale, as a direct reconstruction.
     *
     * @param network from as many channels as images have, 1 or 2, to as many
     * @param start in the space of images
     * @param space of the images, which must have two axes
     * @param scale c, positive
     * @param residual whether the input is added to the network's output
     * @throws IllegalArgumentException if images are not plane, the scale is not positive or the length does not fit
     */
    public static NetworkImage ofImage(Network network, float[] start, Space space, double scale, boolean residual) {
        require(space, scale);
        space.require("start", start);
        float[] input = Samples.planes(start, space);
        Vectors.scale(1 / scale, input);
        return new NetworkImage(network, input, space, scale, residual, 0);
    }

    /** The same where normal noise is added to the input whenever something is drawn. */
    public NetworkImage jittered(double deviation) {
        if (!(deviation >= 0)) {
            throw new IllegalArgumentException("jitter is " + deviation + ", but must not be negative");
        }
        return new NetworkImage(network, input, space, scale, residual, deviation);
    }

    private static int pixels(Space space) {
        return space.length() / Samples.channels(space);
    }

    /** @throws IllegalArgumentException if images do not have two axes */
    public static void requirePlane(Space space) {
        if (space.axes().size() != 2) {
            throw new IllegalArgumentException("the network makes plane images, but the operator's have "
                    + space.axes().size() + " axes; reconstruct plane by plane");
        }
    }

    private static void require(Space space, double scale) {
        requirePlane(space);
        if (!(scale > 0 && Double.isFinite(scale))) {
            throw new IllegalArgumentException("scale is " + scale + ", but must be positive");
        }
    }

    @Override
    public Space space() {
        return space;
    }

    @Override
    public Layout layout() {
        return network.layout();
    }

    @Override
    public Var image(Tape tape, RandomGenerator random) {
        float[] z = input;
        if (random != null && jitter > 0) {
            z = input.clone();
            for (int i = 0; i < z.length; i++) {
                z[i] += (float) (jitter * random.nextGaussian());
            }
        }
        Tensor in = tensor(z);
        return tape.segment((w, none) -> image(in, random == null ? w : w.drawing(random)));
    }

    /** x(w) within a segment. */
    Tensor image(Bound weights) {
        return image(tensor(input), weights);
    }

    private Tensor tensor(float[] z) {
        return Tensor.of(z, 1, channels, space.size(1), space.size(0));
    }

    private Tensor image(Tensor z, Bound weights) {
        Tensor y = network.forward(z, weights);
        return (residual ? z.plus(y) : y).times(scale);
    }
}
