package org.preimage.priors.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;

/**
 * An array of numbers in native memory, with the operations of which networks are made. Immutable; results live in the
 * thread's innermost open {@link Scope} and, where gradients are recorded ({@link Tape}), know how they came about.
 *
 * <p>Images are [batch, channels, rows, columns]. Element-wise operations of two tensors broadcast axes of size 1.
 */
public final class Tensor {
    private final PtNDArray array;
    private final boolean leaf;

    Tensor(PtNDArray array) {
        this(array, false);
    }

    private Tensor(PtNDArray array, boolean leaf) {
        this.array = array;
        this.leaf = leaf;
    }

    /**
     * A tensor of float values in the thread's innermost open scope, copied.
     *
     * @param values row-major: the last axis runs fastest
     */
    public static Tensor of(float[] values, int... shape) {
        return Scope.current().tensor(values, shape);
    }

    /** A tensor of whole numbers in the thread's innermost open scope, for {@link #take}. */
    public static Tensor indices(int... values) {
        return Scope.current().indices(values);
    }

    PtNDArray array() {
        return array;
    }

    /** The sizes, row-major: the last axis runs fastest. */
    public int[] shape() {
        return Arrays.stream(Torch.gated(array::getShape).getShape())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** The size of one axis. */
    public int size(int axis) {
        return shape()[axis];
    }

    /** Whether its values are doubles. */
    public boolean isDouble() {
        return Torch.gated(array::getDataType) == DataType.FLOAT64;
    }

    /** The values, rounded to float. */
    public float[] toFloats() {
        if (isDouble()) {
            double[] values = toDoubles();
            float[] out = new float[values.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = (float) values[i];
            }
            return out;
        }
        return Torch.gated(array::toFloatArray);
    }

    /** The values. */
    public double[] toDoubles() {
        if (!isDouble()) {
            float[] values = toFloats();
            double[] out = new double[values.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = values[i];
            }
            return out;
        }
        return Torch.gated(array::toDoubleArray);
    }

    /** The value of a tensor that has one. */
    public double toDouble() {
        double[] values = toDoubles();
        if (values.length != 1) {
            throw new IllegalStateException("a tensor of the shape " + Arrays.toString(shape()) + " is not one number");
        }
        return values[0];
    }

    private Tensor call(String operation, Object... rest) {
        Object[] arguments = new Object[rest.length + 1];
        arguments[0] = array;
        System.arraycopy(rest, 0, arguments, 1, rest.length);
        return Scope.current().call(operation, arguments);
    }

    private Tensor with(String operation, double... structural) {
        return call(operation, Scope.current().structural(structural));
    }

    /** x + y. */
    public Tensor plus(Tensor y) {
        return call("add", y.array);
    }

    /** x - y. */
    public Tensor minus(Tensor y) {
        return call("sub", y.array);
    }

    /** x y, element by element. */
    public Tensor times(Tensor y) {
        return call("mul", y.array);
    }

    /** x / y, element by element. */
    public Tensor over(Tensor y) {
        return call("div", y.array);
    }

    /** a x. */
    public Tensor times(double a) {
        return call("scale", Scope.current().arguments(a));
    }

    /** a x + b. */
    public Tensor affine(double a, double b) {
        return call("axpb", Scope.current().arguments(a, b));
    }

    /** max(x, 0). */
    public Tensor relu() {
        return call("relu");
    }

    /** x where positive, else slope x. */
    public Tensor leakyRelu(double slope) {
        return with("leaky_relu", slope);
    }

    /** x where positive, else slope x, with one slope for each channel or one for all. */
    public Tensor prelu(Tensor slopes) {
        return call("prelu", slopes.array);
    }

    /** x / (1 + exp(-x)). */
    public Tensor silu() {
        return call("silu");
    }

    /** log(1 + exp(x)). */
    public Tensor softplus() {
        return call("softplus");
    }

    /** 1 / (1 + exp(-x)). */
    public Tensor sigmoid() {
        return call("sigmoid");
    }

    /** tanh x. */
    public Tensor tanh() {
        return call("tanh");
    }

    /** e^x. */
    public Tensor exp() {
        return call("exp");
    }

    /** Natural logarithm. */
    public Tensor log() {
        return call("log");
    }

    /** Square root. */
    public Tensor sqrt() {
        return call("sqrt");
    }

    /** x^2. */
    public Tensor square() {
        return call("square");
    }

    /** |x|. */
    public Tensor abs() {
        return call("abs");
    }

    /** The sum of all values, as a tensor without axes. */
    public Tensor sum() {
        return call("sum");
    }

    /** The mean of all values, as a tensor without axes. */
    public Tensor mean() {
        return call("mean");
    }

    /** Sums over axes, which stay with size 1. */
    public Tensor sumOver(int... axes) {
        return with("sum_over", doubles(axes));
    }

    /**
     * Convolution (cross-correlation) of images with zeros beyond their borders.
     *
     * @param weight [out, in / groups, rows, columns]
     * @param bias [out], or null
     * @param stride step of both axes
     * @param padRows zeros added above and below
     * @param padColumns zeros added left and right
     * @param dilation distance of the kernel's points
     * @param groups of channels that stay apart
     */
    public Tensor convolve(
            Tensor weight, Tensor bias, int stride, int padRows, int padColumns, int dilation, int groups) {
        PtNDArray a = Scope.current().structural(stride, padRows, padColumns, dilation, groups);
        return bias == null ? call("conv_plain", weight.array, a) : call("conv", weight.array, bias.array, a);
    }

    /**
     * The transpose of a strided convolution, which enlarges images.
     *
     * @param weight [in, out, rows, columns]
     * @param bias [out]
     */
    public Tensor convolveTransposed(Tensor weight, Tensor bias, int stride, int padding) {
        return call("conv_transpose", weight.array, bias.array, Scope.current().structural(stride, padding));
    }

    /**
     * Each sample's groups of channels with mean 0 and variance 1, then scaled and shifted channel by channel. As many groups as
     * channels make it instance normalisation.
     *
     * <p>Wu and He 2018, Group normalization, ECCV.
     */
    public Tensor normalizeGroups(int groups, Tensor scale, Tensor shift, double epsilon) {
        return call("group_norm", scale.array, shift.array, Scope.current().structural(groups, epsilon));
    }

    /** Means of blocks of factor x factor pixels. */
    public Tensor averagePool(int factor) {
        return with("avg_pool", factor);
    }

    /** Maxima of blocks of factor x factor pixels. */
    public Tensor maximumPool(int factor) {
        return with("max_pool", factor);
    }

    /** Images enlarged to a size, each pixel repeated. */
    public Tensor enlargeNearest(int rows, int columns) {
        return with("upsample_nearest", rows, columns);
    }

    /** Images brought to a size by bilinear interpolation between pixel centres. */
    public Tensor resizeBilinear(int rows, int columns) {
        return with("upsample_bilinear", rows, columns);
    }

    /** The same with the centres of the corner pixels in common. */
    public Tensor resizeBilinearCorners(int rows, int columns) {
        return with("upsample_bilinear_corners", rows, columns);
    }

    /** [N, C, f H, f W] to [N, C f^2, H, W]: pixels of a block become channels. */
    public Tensor blocksToChannels(int factor) {
        return with("unshuffle", factor);
    }

    /** [N, C f^2, H, W] to [N, C, f H, f W]: the inverse of {@link #blocksToChannels}. */
    public Tensor channelsToBlocks(int factor) {
        return with("shuffle", factor);
    }

    /** Zeros around images. */
    public Tensor padZeros(int left, int right, int above, int below) {
        return with("pad_zeros", left, right, above, below);
    }

    /** Mirrored pixels around images, the border itself not repeated. */
    public Tensor padReflected(int left, int right, int above, int below) {
        return with("pad_reflect", left, right, above, below);
    }

    /** The border's pixels repeated around images. */
    public Tensor padRepeated(int left, int right, int above, int below) {
        return with("pad_repeat", left, right, above, below);
    }

    /** Rows moved down and columns moved right; what leaves enters at the other side. */
    public Tensor rolled(int rows, int columns) {
        return with("roll", rows, columns);
    }

    /** One tensor after the other along an axis. */
    public static Tensor joined(int axis, List<Tensor> parts) {
        Scope scope = Scope.current();
        PtNDArray[] arrays = parts.stream().map(Tensor::array).toArray(PtNDArray[]::new);
        return scope.call("cat", arrays, scope.structural(axis));
    }

    /** Channels of images, one tensor after the other. */
    public static Tensor channels(Tensor... parts) {
        return joined(1, List.of(parts));
    }

    /** What lies from {@code from} to {@code to} along an axis. */
    public Tensor slice(int axis, int from, int to) {
        return with("slice", axis, from, to);
    }

    /** The same values with another shape. */
    public Tensor reshape(int... shape) {
        return with("reshape", doubles(shape));
    }

    /** Axes in another order. */
    public Tensor permute(int... axes) {
        return with("permute", doubles(axes));
    }

    /** Matrix product over the last two axes. */
    public Tensor matrixTimes(Tensor y) {
        return call("matmul", y.array);
    }

    /** Values at places along the last axis. */
    public Tensor take(Tensor indices) {
        return call("take", indices.array);
    }

    /** Unitary Fourier transform of [N, 2, H, W], where the channels are real and imaginary part; frequency 0 comes first. */
    public Tensor fourier() {
        return call("fft");
    }

    /** The inverse of {@link #fourier}. */
    public Tensor inverseFourier() {
        return call("ifft");
    }

    /** The same values with channels as neighbours in memory, which no other method can tell. */
    Tensor channelsLast() {
        return call("channels_last");
    }

    /** The same values without their history. */
    public Tensor detached() {
        return call("detach");
    }

    /** In double precision; without a history. */
    public Tensor toDoublePrecision() {
        return call("to_double");
    }

    /** In bfloat16: the range of float with 8 binary digits, which no method but those of networks takes. */
    Tensor toBrainFloat() {
        return call("to_brain_float");
    }

    /** In single precision. */
    Tensor toSinglePrecision() {
        return call("to_float");
    }

    /** A copy of the handle without history, in which gradients begin. */
    Tensor leaf() {
        Tensor copy = detached();
        Torch.gated(() -> JniUtils.attachGradient(copy.array, true));
        return new Tensor(copy.array, true);
    }

    /** Whether gradients begin in it. */
    boolean isLeaf() {
        return leaf;
    }

    /** Whether gradients can be taken with respect to it, or of it. */
    boolean recorded() {
        // What DJL tells of requires_grad is not true of results, and its question for the function's name crashes
        // where there
        // is none.
        return leaf || call("is_leaf").size(0) == 0;
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }
}
