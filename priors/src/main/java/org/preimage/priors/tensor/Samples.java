package org.preimage.priors.tensor;

import java.util.List;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Space;

/**
 * Arrays of a {@link Space} as tensors: [N, c, ..., second axis, first axis] with c = 1 for real and 2 for complex spaces, where
 * channel 0 holds the real and channel 1 the imaginary parts.
 */
public final class Samples {
    private Samples() {}

    /** The shape of n samples. */
    public static int[] shape(Space space, int n) {
        int dimensions = space.axes().size();
        int[] shape = new int[dimensions + 2];
        shape[0] = n;
        shape[1] = channels(space);
        for (int i = 0; i < dimensions; i++) {
            shape[shape.length - 1 - i] = space.size(i);
        }
        return shape;
    }

    /** 1 for real spaces, 2 for complex ones. */
    public static int channels(Space space) {
        return space.field() == Field.COMPLEX ? 2 : 1;
    }

    /** A tensor of samples, in the current scope. */
    public static Tensor tensor(float[][] samples, Space space) {
        int length = samples[0].length;
        float[] all = new float[samples.length * length];
        for (int n = 0; n < samples.length; n++) {
            space.require("sample", samples[n]);
            write(samples[n], space, all, n * length);
        }
        return Scope.current().tensor(all, shape(space, samples.length));
    }

    /** One sample as a tensor. */
    public static Tensor tensor(float[] sample, Space space) {
        return tensor(new float[][] {sample}, space);
    }

    /** The samples of a tensor that holds nothing else. */
    public static List<float[]> arrays(Tensor tensor, Space space) {
        return List.of(read(tensor, space, 0));
    }

    /** One sample in the order of a tensor's values: of complex ones the real parts, then the imaginary ones. */
    public static float[] planes(float[] sample, Space space) {
        space.require("sample", sample);
        float[] planes = new float[sample.length];
        write(sample, space, planes, 0);
        return planes;
    }

    /** A sample from the order of a tensor's values. */
    public static float[] ofPlanes(float[] planes, Space space) {
        space.require("planes", planes);
        int channels = channels(space);
        int pixels = planes.length / channels;
        float[] sample = new float[planes.length];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = planes[i % channels * pixels + i / channels];
        }
        return sample;
    }

    static float[][] read(Tensor tensor, Space space, int channel) {
        int[] shape = tensor.shape();
        int c = channels(space);
        int length = space.length();
        int pixels = length / c;
        int[] needed = shape(space, shape[0]);
        needed[1] = shape[1];
        if (!java.util.Arrays.equals(shape, needed) || channel + c > shape[1]) {
            throw new IllegalArgumentException("a tensor of the shape " + java.util.Arrays.toString(shape)
                    + " does not hold channels " + channel + " to " + (channel + c - 1) + " of samples in " + space);
        }
        float[] all = tensor.toFloats();
        float[][] samples = new float[shape[0]][length];
        for (int n = 0; n < samples.length; n++) {
            int from = (n * shape[1] + channel) * pixels;
            if (c == 1) {
                System.arraycopy(all, from, samples[n], 0, pixels);
            } else {
                for (int i = 0; i < pixels; i++) {
                    samples[n][2 * i] = all[from + i];
                    samples[n][2 * i + 1] = all[from + pixels + i];
                }
            }
        }
        return samples;
    }

    /** Samples in the given channels of a tensor that is zero elsewhere. */
    static Tensor embed(float[][] samples, Space space, int[] shape, int channel) {
        int pixels = space.length() / channels(space);
        float[] all = new float[shape[0] * shape[1] * pixels];
        for (int n = 0; n < samples.length; n++) {
            write(samples[n], space, all, (n * shape[1] + channel) * pixels);
        }
        return Scope.current().tensor(all, shape);
    }

    private static void write(float[] sample, Space space, float[] all, int from) {
        if (channels(space) == 1) {
            System.arraycopy(sample, 0, all, from, sample.length);
            return;
        }
        int pixels = sample.length / 2;
        for (int i = 0; i < pixels; i++) {
            all[from + i] = sample[2 * i];
            all[from + pixels + i] = sample[2 * i + 1];
        }
    }
}
