package org.preimage.priors.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Operator;
import org.preimage.operators.OperatorContract;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.priors.weights.Law;
import org.preimage.priors.weights.Layout;
import org.preimage.priors.weights.Weights;

/** A network as an operator, of real and of complex images. */
class LearnedMapTest extends OperatorContract {
    private static final Space IMAGE = Space.image(6, 5, 1);

    /** A small smooth network from {@code in} to {@code out} channels. */
    private static LearnedMap map(Space domain, Space range) {
        int in = Samples.channels(domain);
        int out = Samples.channels(range);
        Layout layout = Layout.builder()
                .add("first", Law.he(9 * in, 1), 4, in, 3, 3)
                .add("bias", Law.normal(0.1), 4)
                .add("last", Law.he(36, 1), out, 4, 3, 3)
                .build();
        LearnedMap.Network network = (x, w) -> x.convolve(w.get("first"), w.get("bias"), 1, 1, 1, 1, 1)
                .silu()
                .convolve(w.get("last"), null, 1, 1, 1, 1, 1);
        return new LearnedMap(
                domain, range, network, Weights.initial(layout, GradientCheck.random(1)), ComputeDevice.CPU);
    }

    @Override
    protected Operator operator() {
        return map(IMAGE.complex(), IMAGE);
    }

    @Test
    void anImageOfOurSpaceIsTheNetworksImage() {
        // The kernel moves an image by one column: first axis, fastest.
        Layout layout = Layout.builder().add("k", Law.constant(0), 1, 1, 3, 3).build();
        Weights shift = new Weights(layout, new float[] {0, 0, 0, 1, 0, 0, 0, 0, 0});
        Operator f = new LearnedMap(
                IMAGE, IMAGE, (x, w) -> x.convolve(w.get("k"), null, 1, 1, 1, 1, 1), shift, ComputeDevice.CPU);
        float[] x = gaussian(IMAGE, 1);
        float[] y = f.apply(x);
        for (int row = 0; row < 5; row++) {
            for (int column = 0; column < 6; column++) {
                assertEquals(column == 0 ? 0 : x[row * 6 + column - 1], y[row * 6 + column]);
            }
        }
    }

    @Test
    void theGradientByWeightsAgreesWithDifferences() {
        LearnedMap f = map(IMAGE, IMAGE.complex());
        float[] x = gaussian(f.domain(), 1);
        float[] w = gaussian(f.range(), 2);
        float[] gradient = new float[f.weights().values().length];
        float[] back = f.domain().zeros();
        f.vjp(x, w, back, gradient);
        float[] same = f.domain().zeros();
        f.vjp(x, w, same);
        assertArrayEquals(same, back);
        float[] d = gradient.clone();
        double step = 1e-2 / Vectors.norm(d);
        double ahead = Vectors.dot(w, moved(f, step, d).apply(x));
        double behind = Vectors.dot(w, moved(f, -step, d).apply(x));
        assertEquals(Vectors.dot(gradient, d), (ahead - behind) / (2 * step), 2e-3 * Vectors.dot(gradient, d));
    }

    private static LearnedMap moved(LearnedMap f, double step, float[] d) {
        LearnedMap other = map(f.domain(), f.range());
        Vectors.add(step, d, other.weights().values());
        return other;
    }

    @Test
    void threadsDoNotDisturbEachOther() {
        Operator f = operator();
        float[] x = gaussian(f.domain(), 1);
        float[] w = gaussian(f.range(), 2);
        float[] value = f.apply(x);
        float[] back = f.domain().zeros();
        f.vjp(x, w, back);
        int before = Torch.liveArrays();
        List<CompletableFuture<Void>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    for (int k = 0; k < 5; k++) {
                        assertArrayEquals(value, f.apply(x));
                        float[] out = f.domain().zeros();
                        f.vjp(x, w, out);
                        assertArrayEquals(back, out);
                    }
                }))
                .toList();
        all.forEach(CompletableFuture::join);
        assertEquals(before, Torch.liveArrays());
    }

    @Test
    void aNetworkOfAnotherSizeIsRefused() {
        Layout layout = Layout.builder().add("k", Law.constant(1), 1, 1, 3, 3).build();
        Weights weights = new Weights(layout, new float[9]);
        Operator f = new LearnedMap(
                IMAGE, IMAGE, (x, w) -> x.convolve(w.get("k"), null, 1, 0, 0, 1, 1), weights, ComputeDevice.CPU);
        assertThrows(IllegalArgumentException.class, () -> f.apply(IMAGE.zeros()));
    }

    @Test
    void aMissingDeviceIsNamed() {
        assertEquals(
                "device is \"tpu\", but must be one of auto, cpu, gpu",
                assertThrows(IllegalArgumentException.class, () -> ComputeDevice.named("tpu"))
                        .getMessage());
        assertEquals("cpu", ComputeDevice.named("cpu").toString());
        if (Torch.gpus() == 0) {
            assertEquals(ComputeDevice.CPU, ComputeDevice.named("auto"));
            String message = assertThrows(IllegalArgumentException.class, () -> ComputeDevice.named("gpu"))
                    .getMessage();
            assertEquals(
                    "device is \"gpu\", but PyTorch " + Torch.version() + " finds no CUDA device here; use \"cpu\", or"
                            + " set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128 to a libtorch"
                            + " with CUDA",
                    message);
        } else {
            assertEquals("gpu", ComputeDevice.named("auto").toString());
        }
    }
}
