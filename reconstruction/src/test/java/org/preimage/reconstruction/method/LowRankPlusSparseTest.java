package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Framewise;
import org.preimage.operators.Identity;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.MriOperator;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.phantom.DynamicPhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.solver.Status;

/** A series is recovered from few samples of each frame, as a background and what changes. */
class LowRankPlusSparseTest {
    private static final int SIZE = 40;
    private static final int FRAMES = 16;
    private static final Space IMAGE = Space.image(SIZE, SIZE, 1);
    private static final Sensitivities COILS = KSpaceScans.coils(IMAGE, 4);

    private static float[] truth() {
        float[] real = DynamicPhantom.heart(SIZE, FRAMES, 2.6).render(IMAGE, 3).data();
        float[] x = new float[2 * real.length];
        for (int i = 0; i < real.length; i++) {
            x[2 * i] = real[i];
        }
        return x;
    }

    private static InverseProblem measured(List<? extends MriOperator> frames, float[] truth) {
        Framewise series = new Framewise(frames);
        float[] data = series.apply(truth);
        RandomGenerator random = KSpaceScans.random(2);
        for (int i = 0; i < data.length; i++) {
            data[i] += data[i] != 0 ? (float) (2e-3 * random.nextGaussian()) : 0;
        }
        return new InverseProblem(series, new Image(series.range(), data));
    }

    /** Four lines around the centre and some others that differ from frame to frame: one line in six. */
    private static InverseProblem cartesian(float[] truth) {
        RandomGenerator random = KSpaceScans.random(1);
        List<MriOperator> frames = new ArrayList<>();
        for (int t = 0; t < FRAMES; t++) {
            boolean[] lines = new boolean[SIZE];
            int count = 0;
            while (count < SIZE / 6) {
                int y = count < 2
                        ? SIZE / 2 - 1 + count
                        : (int) Math.round(SIZE / 2.0 + SIZE / 4.0 * random.nextGaussian());
                if (y >= 0 && y < SIZE && !lines[y]) {
                    lines[y] = true;
                    count++;
                }
            }
            frames.add(new CartesianMri(COILS, KSpaceScans.mask(IMAGE, (x, y) -> lines[y])));
        }
        return measured(frames, truth);
    }

    private static double decibel(double ratio) {
        return 20 * Math.log10(ratio);
    }

    @Test
    void cartesianSeries() {
        float[] truth = truth();
        InverseProblem problem = cartesian(truth);
        LowRankPlusSparse.Components found =
                ((LowRankPlusSparse) LowRankPlusSparse.METHOD.withDefaults()).components(problem);
        float[] image = found.reconstruction().image().data();
        double error = Vectors.relativeDistance(image, truth);
        double zero = Vectors.relativeDistance(
                problem.linear("test").adjoint(problem.data().data()), truth);
        double sense = Vectors.relativeDistance(
                Sense.METHOD
                        .with(Map.of("weight", "0.005"))
                        .reconstruct(problem)
                        .image()
                        .data(),
                truth);
        assertTrue(decibel(zero / error) > 10 && decibel(sense / error) > 8, error + " of " + zero + " and " + sense);
        // The image is the sum, the background is there and of low rank, and what changes is smaller.
        float[] sum = found.lowRank().data().clone();
        Vectors.add(1, found.sparse().data(), sum);
        assertEquals(0, Vectors.relativeDistance(sum, image), 1e-6);
        double[] sigma = found.singularValues();
        assertEquals(FRAMES, sigma.length);
        assertTrue(sigma[0] > 0 && sigma[4] < 0.01 * sigma[0], sigma[0] + ", " + sigma[4]);
        assertTrue(found.reconstruction().how().notes().get("components").startsWith("the background has rank"));
    }

    /** Spokes at the golden angle, 8 for each frame. */
    @Test
    void radialSeries() {
        float[] truth = truth();
        List<MriOperator> frames = new ArrayList<>();
        for (int t = 0; t < FRAMES; t++) {
            float[] k = new float[2 * 8 * 2 * SIZE];
            for (int i = 0; i < k.length; i += 2) {
                double angle = (8 * t + i / 2 / (2 * SIZE)) * Math.PI * (Math.sqrt(5) - 1) / 2;
                double radius = (i / 2 % (2 * SIZE) - SIZE) / 2.0;
                k[i] = (float) (radius * Math.cos(angle));
                k[i + 1] = (float) (radius * Math.sin(angle));
            }
            frames.add(new NonCartesianMri(COILS, new Trajectory(k, 2, 2 * SIZE, 8)));
        }
        InverseProblem problem = measured(frames, truth);
        double error = Vectors.relativeDistance(
                LowRankPlusSparse.METHOD
                        .with(Map.of("iterations", "60", "sparse", "0.01"))
                        .reconstruct(problem)
                        .image()
                        .data(),
                truth);
        double sense = Vectors.relativeDistance(
                Sense.METHOD
                        .with(Map.of("weight", "0.005"))
                        .reconstruct(problem)
                        .image()
                        .data(),
                truth);
        assertTrue(decibel(sense / error) > 6, error + " of " + sense);
    }

    @Test
    void listenersCancel() {
        InverseProblem problem = cartesian(truth());
        var found =
                LowRankPlusSparse.METHOD.with(Map.of("sparse", "0.01")).reconstruct(problem, p -> p.iteration() < 3);
        assertEquals(Status.CANCELLED, found.status());
        assertEquals(3, found.iterations());
        int[] calls = {0};
        var searching = LowRankPlusSparse.METHOD.withDefaults().reconstruct(problem, p -> calls[0]++ < 30);
        assertEquals(Status.CANCELLED, searching.status());
        assertEquals(31, calls[0]);
    }

    private static void refuses(String message, InverseProblem problem) {
        String found = assertThrows(
                        IllegalArgumentException.class,
                        () -> LowRankPlusSparse.METHOD.withDefaults().reconstruct(problem))
                .getMessage();
        assertTrue(found.startsWith(message), found);
    }

    @Test
    void saysWhatItNeeds() {
        CartesianMri frame = CartesianMri.full(COILS);
        Image data = new Image(frame.range(), frame.range().zeros());
        data.data()[0] = 1;
        refuses("low-rank-plus-sparse needs a series of at least two frames", new InverseProblem(frame, data));
        Framewise one = new Framewise(List.of(frame));
        refuses(
                "low-rank-plus-sparse needs a series of at least two frames",
                new InverseProblem(one, new Image(one.range(), data.data())));
        Framewise two = new Framewise(List.of(frame, frame));
        refuses("the k-space data are zero everywhere", new InverseProblem(two, Image.zeros(two.range())));
        refuses(
                "low-rank-plus-sparse needs an MRI operator",
                new InverseProblem(new Identity(IMAGE), Image.zeros(IMAGE)));
    }
}
