package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Gradient;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Cfl;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.wavelet.Wavelet;
import org.preimage.operators.wavelet.WaveletTransform;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.functional.DetailL1;
import org.preimage.reconstruction.functional.GroupL1;
import org.preimage.reconstruction.functional.LeastSquares;

/**
 * The variational methods beside BART's pics, on its 64 x 64 phantom with 8 coils and its maps. pics divides the data by s and
 * multiplies the image with it, so that weights are in units of the data divided by s.
 */
class MriReferenceTest {
    private static final Space IMAGE = Space.image(64, 64, 1).complex();
    private static final double SCALE = 770.477356;

    private static Image read(String name) throws IOException {
        SharedData.require("refs/" + name + ".hdr");
        return Cfl.read(SharedData.require("refs/" + name + ".cfl"));
    }

    private static float[] image(String name) throws IOException {
        float[] x = read(name).data().clone();
        Vectors.scale(1 / SCALE, x);
        return x;
    }

    private static InverseProblem problem() throws IOException {
        Sensitivities maps = new Sensitivities(new Image(
                Sensitivities.space(IMAGE, 8), read("mr_ecalib_m1_r16").data()));
        float[] pattern = read("mr_mask").data();
        float[] mask = new float[pattern.length / 2];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = pattern[2 * i];
        }
        Image real = new Image(new Space(IMAGE.axes(), Field.REAL), mask);
        CartesianMri a = new CartesianMri(maps, SamplingMask.nonZero(IMAGE, real));
        float[] data = read("mr_ksp8_noisy").data().clone();
        Vectors.scale(1 / SCALE, data);
        for (int i = 0; i < data.length / 2; i++) {
            if (!a.mask().kept(i % mask.length)) {
                data[2 * i] = 0;
                data[2 * i + 1] = 0;
            }
        }
        return new InverseProblem(a, new Image(a.range(), data));
    }

    private static float[] reconstruct(String method, Map<String, String> settings) throws IOException {
        return Methods.named(Methods.classical(), method)
                .with(settings)
                .reconstruct(problem())
                .image()
                .data();
    }

    @Test
    void tikhonovSolvesTheNormalEquations() throws IOException {
        float[] x = reconstruct("sense", Map.of("weight", "0.01", "iterations", "200", "tolerance", "1e-6"));
        double error = Vectors.relativeDistance(x, image("mr_pics_l2_r0.01"));
        assertTrue(error < 1e-4, "error " + error);
    }

    @Test
    void conjugateGradientsGoTheSameWay() throws IOException {
        float[] x = reconstruct("sense", Map.of("weight", "0", "iterations", "30", "tolerance", "0"));
        double error = Vectors.relativeDistance(x, image("mr_pics_cgsense_r0_i30"));
        assertTrue(error < 1e-3, "error " + error);
    }

    /** The pixels that a coil sees: in the others there is only what the wavelets make of their neighbours. */
    private static float[] seen(float[] x) throws IOException {
        float[] maps = read("mr_ecalib_m1_r16").data();
        float[] seen = x.clone();
        for (int i = 0; i < x.length / 2; i++) {
            double sum = 0;
            for (int c = 0; c < 8; c++) {
                sum += Math.hypot(maps[c * x.length + 2 * i], maps[c * x.length + 2 * i + 1]);
            }
            if (sum == 0) {
                seen[2 * i] = 0;
                seen[2 * i + 1] = 0;
            }
        }
        return seen;
    }

    /** BART's transform treats borders otherwise and is not orthogonal, so that its image is only close to the minimiser. */
    @Test
    void wavelets() throws IOException {
        LeastSquares fit = fit();
        WaveletTransform w = new WaveletTransform(IMAGE, Wavelet.daubechies(2), 3);
        DetailL1 prior = new DetailL1(w.range(), w.approximation(), 0.005);
        float[] bart = image("mr_pics_l1wav_n_r0.005_conv");
        double theirs = fit.value(bart) + prior.value(w.apply(bart));
        for (String solver : new String[] {"fista", "admm", "primal-dual"}) {
            float[] x = reconstruct(
                    "l1-wavelet",
                    Map.of(
                            "weight",
                            "0.005",
                            "wavelet",
                            "db2",
                            "levels",
                            "3",
                            "cycleSpinning",
                            "false",
                            "solver",
                            solver,
                            "iterations",
                            "100",
                            "tolerance",
                            "0"));
            double ours = fit.value(x) + prior.value(w.apply(x));
            double error = Vectors.relativeDistance(seen(x), seen(bart));
            assertTrue(
                    ours <= theirs && ours > 4.23 && ours < 4.30,
                    solver + ": objective " + ours + ", theirs " + theirs);
            assertTrue(error < 0.03, solver + ": error " + error);
        }
    }

    @Test
    void totalVariation() throws IOException {
        LeastSquares fit = fit();
        Gradient gradient = new Gradient(IMAGE);
        GroupL1 prior = new GroupL1(gradient.range(), 0.005);
        float[] bart = image("mr_pics_tv_r0.005_conv");
        double theirs = fit.value(bart) + prior.value(gradient.apply(bart));
        for (String method : new String[] {"tv", "tv-admm"}) {
            float[] x = reconstruct(
                    method,
                    Map.of("weight", "0.005", "iterations", method.equals("tv") ? "2000" : "200", "tolerance", "1e-6"));
            double ours = fit.value(x) + prior.value(gradient.apply(x));
            assertTrue(ours <= 6.7586 * 1.001 && ours <= theirs * 1.001, method + ": " + ours + ", theirs " + theirs);
            assertTrue(Vectors.relativeDistance(x, bart) < 0.02, method);
        }
    }

    private static LeastSquares fit() throws IOException {
        InverseProblem problem = problem();
        return new LeastSquares(problem.linear("test"), problem.data().data());
    }
}
