package org.preimage.priors.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.preimage.priors.network.Activation;
import org.preimage.priors.network.DnCnn;
import org.preimage.priors.network.Network;
import org.preimage.priors.network.Normalization;
import org.preimage.priors.network.SkipNetwork;
import org.preimage.priors.network.Style;
import org.preimage.priors.weights.Safetensors;
import org.preimage.priors.weights.Weights;

/**
 * Networks that others trained, from the names and shapes of the arrays in a safetensors file:
 *
 * <ul>
 *   <li>"conv00.weight", "conv00.bias", ...: a {@link DnCnn} with folded batch normalisation, as of KAIR (Zhang et al. 2017) and
 *       of SCICO (Balke et al. 2022, Journal of Open Source Software 7). Two input channels are an image and a map of its
 *       noise level; then the first channel of the output counts.
 *   <li>"inc.conv.0.weight", "down.0.conv.0.weight", "up.0.skip_conv.0.weight", ..., "outc.conv.weight": the U-Net of Baguer,
 *       Leuschner and Schmidt 2020, Inverse Problems 36, a {@link SkipNetwork} with leaky rectified linear units. Batch
 *       normalisation ("running_mean", "running_var") becomes a scale and a shift.
 * </ul>
 *
 * @param network what was recognised
 * @param weights its weights
 * @param metadata the file's free text, as source and licence
 */
public record ImportedWeights(Network network, Weights weights, Map<String, String> metadata) {
    /** Added to variances by batch normalisation. */
    private static final double EPSILON = 1e-5;

    /**
     * Reads a file.
     *
     * @throws IOException with one sentence that names the file, if it is damaged or of no known network
     */
    public static ImportedWeights read(Path file) throws IOException {
        Safetensors source = Safetensors.read(file);
        Reader reader = new Reader(source);
        try {
            if (source.arrays().containsKey("conv00.weight")) {
                return reader.dnCnn();
            }
            if (source.arrays().containsKey("inc.conv.0.weight")) {
                return reader.skipNetwork();
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " does not hold the network that its names promise: " + e.getMessage(), e);
        }
        throw new IOException(file + " holds no network that is known here: it has neither \"conv00.weight\" nor"
                + " \"inc.conv.0.weight\"");
    }

    /** Takes arrays, and knows at the end which were left. */
    private static final class Reader {
        private final Safetensors source;
        private final Set<String> left;

        Reader(Safetensors source) {
            this.source = source;
            left = new HashSet<>(source.arrays().keySet());
        }

        private float[] take(String name, int... shape) {
            left.remove(name);
            return source.get(name, shape);
        }

        private int[] shape(String name, int dimensions) {
            Safetensors.Array array = source.arrays().get(name);
            if (array == null || array.shape().length != dimensions) {
                throw new IllegalArgumentException(
                        "there is no array \"" + name + "\" of " + dimensions + " dimensions");
            }
            return array.shape();
        }

        private ImportedWeights finished(Network network, Weights weights) {
            if (!left.isEmpty()) {
                throw new IllegalArgumentException("the array \"" + new TreeSet<>(left).first() + "\" has no place");
            }
            return new ImportedWeights(network, weights, source.metadata());
        }

        ImportedWeights dnCnn() {
            int depth = 0;
            while (source.arrays().containsKey(layer(depth) + ".weight")) {
                depth++;
            }
            int[] first = shape(layer(0) + ".weight", 4);
            int extra = first[1] % 2 == 0 ? 1 : 0;
            DnCnn network = new DnCnn(first[1] - extra, extra, depth, first[0]);
            Weights weights =
                    new Weights(network.layout(), new float[network.layout().length()]);
            for (int i = 0; i < depth; i++) {
                int[] shape = shape(layer(i) + ".weight", 4);
                float[] kernel = take(layer(i) + ".weight", shape);
                float[] bias = take(layer(i) + ".bias", shape(layer(i) + ".bias", 1));
                if (i == depth - 1) {
                    kernel = Arrays.copyOf(kernel, network.channels() * shape[1] * shape[2] * shape[3]);
                    bias = Arrays.copyOf(bias, network.channels());
                }
                weights.set("conv" + i + ".weight", kernel);
                weights.set("conv" + i + ".bias", bias);
            }
            return finished(network, weights);
        }

        private static String layer(int i) {
            return String.format(Locale.ROOT, "conv%02d", i);
        }

        ImportedWeights skipNetwork() {
            List<Integer> channels = new ArrayList<>();
            int[] first = shape("inc.conv.0.weight", 4);
            channels.add(first[0]);
            int scales = 0;
            while (source.arrays().containsKey("down." + scales + ".conv.0.weight")) {
                channels.add(shape("down." + scales + ".conv.0.weight", 4)[0]);
                scales++;
            }
            int skip = shape("up.0.skip_conv.0.weight", 4)[0];
            int out = shape("outc.conv.weight", 4)[0];
            Style style = new Style(Activation.LEAKY_RELU, Normalization.AFFINE, first[2], 2, 0);
            SkipNetwork network = new SkipNetwork(first[1], out, channels, skip, style);
            Weights weights =
                    new Weights(network.layout(), new float[network.layout().length()]);
            unit(weights, "inc.conv", 0, "in");
            for (int i = 0; i < scales; i++) {
                unit(weights, "down." + i + ".conv", 0, "down" + i + ".0");
                unit(weights, "down." + i + ".conv", 3, "down" + i + ".1");
                // The file counts from the coarsest scale on the way up.
                String from = "up." + (scales - 1 - i);
                String to = "up" + i;
                unit(weights, from + ".skip_conv", 0, to + ".skip");
                normalisation(weights, from + ".conv.0", to + ".norm");
                unit(weights, from + ".conv", 1, to + ".0");
                unit(weights, from + ".conv", 4, to + ".1");
            }
            convolution(weights, "outc.conv", "out");
            return finished(network, weights);
        }

        private void unit(Weights weights, String from, int at, String to) {
            convolution(weights, from + "." + at, to + ".conv");
            normalisation(weights, from + "." + (at + 1), to + ".norm");
        }

        private void convolution(Weights weights, String from, String to) {
            for (String part : List.of(".weight", ".bias")) {
                weights.set(
                        to + part,
                        take(from + part, weights.layout().entry(to + part).shape()));
            }
        }

        private void normalisation(Weights weights, String from, String to) {
            int n = weights.layout().entry(to + ".scale").length();
            float[] scale = take(from + ".weight", n).clone();
            float[] shift = take(from + ".bias", n).clone();
            float[] mean = take(from + ".running_mean", n);
            float[] variance = take(from + ".running_var", n);
            for (int c = 0; c < n; c++) {
                double s = scale[c] / Math.sqrt(variance[c] + EPSILON);
                scale[c] = (float) s;
                shift[c] = (float) (shift[c] - s * mean[c]);
            }
            weights.set(to + ".scale", scale);
            weights.set(to + ".shift", shift);
        }
    }
}
