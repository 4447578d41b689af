package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.preimage.operators.Framewise;
import org.preimage.operators.Identity;
import org.preimage.operators.SharedData;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectories;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Cg;

class GriddingTest {
    private static final int N = 64;
    private static final int COILS = 4;

    private static Sensitivities coils() {
        Image maps = Image.zeros(Sensitivities.space(Space.image(N, N, 1), COILS));
        for (int c = 0; c < COILS; c++) {
            for (int p = 0; p < N * N; p++) {
                double x = p % N / (double) N - 0.5;
                double y = p / N / (double) N - 0.5;
                double angle = c * Math.PI / 2;
                double size = Math.exp(
                        -2 * (Math.pow(x - 0.6 * Math.cos(angle), 2) + Math.pow(y - 0.6 * Math.sin(angle), 2)));
                maps.data()[2 * (c * N * N + p)] = (float) (size * Math.cos(c + 2 * x));
                maps.data()[2 * (c * N * N + p) + 1] = (float) (size * Math.sin(c + 2 * x));
            }
        }
        return new Sensitivities(maps);
    }

    /** A head without the finest detail, as the corners of k-space are not measured. */
    private static float[] head() {
        float[] real = SheppLogan.modified(N).render(Space.image(N, N, 1), 4).data();
        float[] x = new float[2 * N * N];
        for (int p = 0; p < N * N; p++) {
            double sum = 0;
            double all = 0;
            for (int dy = -3; dy <= 3; dy++) {
                for (int dx = -3; dx <= 3; dx++) {
                    int px = p % N + dx;
                    int py = p / N + dy;
                    double w = Math.exp(-(dx * dx + dy * dy) / 2.0);
                    all += w;
                    sum += px >= 0 && px < N && py >= 0 && py < N ? w * real[py * N + px] : 0;
                }
            }
            x[2 * p] = (float) (sum / all);
        }
        return x;
    }

    private static NonCartesianMri mri() {
        return new NonCartesianMri(coils(), Trajectories.radial(110, 2 * N, N / 2.0, Trajectories.Turn.HALF));
    }

    private static Image run(NonCartesianMri mri, float[] x, String density, String combination) {
        Reconstruction result = Gridding.METHOD
                .with(Map.of("density", density, "combine", combination))
                .reconstruct(new InverseProblem(mri, new Image(mri.range(), mri.apply(x))));
        assertEquals(
                density.equals("auto") ? "radial" : density,
                result.how().parameters().get("density"));
        return result.image();
    }

    @Test
    void aFullyMeasuredHeadComesBackInItsScale() {
        NonCartesianMri mri = mri();
        float[] x = head();
        double radial =
                Vectors.relativeDistance(run(mri, x, "auto", "sensitivities").data(), x);
        double general = Vectors.relativeDistance(
                run(mri, x, "pipe-menon", "sensitivities").data(), x);
        double none =
                Vectors.relativeDistance(run(mri, x, "none", "sensitivities").data(), x);
        assertTrue(radial < 0.03, "radial " + radial);
        assertTrue(general < 0.04, "Pipe and Menon " + general);
        assertTrue(none > 0.2 && none < 1, "no compensation " + none);
        float[] squares = run(mri, x, "radial", "rss").data();
        float[] images = mri.sensitivities().apply(x);
        float[] expected = new float[2 * N * N];
        for (int p = 0; p < N * N; p++) {
            double sum = 0;
            for (int c = 0; c < COILS; c++) {
                sum += Math.pow(images[2 * (c * N * N + p)], 2) + Math.pow(images[2 * (c * N * N + p) + 1], 2);
            }
            expected[2 * p] = (float) Math.sqrt(sum);
        }
        assertTrue(Vectors.relativeDistance(squares, expected) < 0.04);
    }

    @Test
    void aSeriesIsReconstructedFrameByFrame() {
        NonCartesianMri mri = mri();
        Framewise series = new Framewise(List.of(mri, mri));
        float[] x = head();
        float[] both = new float[4 * N * N];
        for (int i = 0; i < x.length; i++) {
            both[i] = x[i];
            both[x.length + i] = -2 * x[i];
        }
        Image data = new Image(series.range(), series.apply(both));
        float[] found = Gridding.METHOD
                .withDefaults()
                .reconstruct(new InverseProblem(series, data))
                .image()
                .data();
        assertTrue(Vectors.relativeDistance(found, both) < 0.03);
    }

    /** What methods for any linear operator do with this one: A* A as a convolution, with few spokes. */
    @Test
    void conjugateGradientsOnTheNormalOperator() {
        NonCartesianMri mri = new NonCartesianMri(coils(), Trajectories.golden(34, 2 * N, N / 2.0, 1));
        float[] x = head();
        Cg cg = new Cg(mri.gram(), mri.adjoint(mri.apply(x)));
        Cg.State state = cg.start(mri.domain().zeros());
        for (int i = 0; i < 30; i++) {
            cg.step(state);
        }
        double error = Vectors.relativeDistance(cg.solution(state), x);
        double gridded =
                Vectors.relativeDistance(run(mri, x, "auto", "sensitivities").data(), x);
        assertTrue(error < 0.03 && error < gridded, error + " after gridding's " + gridded);
    }

    /** BART's inverse: 30 conjugate gradient steps on data that its own gridding made. */
    @Test
    void theInverseOfBart() throws IOException {
        Trajectory spokes = Trajectories.radial(N, 2 * N, N / 2.0, Trajectories.Turn.HALF);
        NonCartesianMri mri = new NonCartesianMri(Sensitivities.uniform(Space.image(N, N, 1)), spokes);
        Cg cg = new Cg(mri.gram(), mri.adjoint(cfl("nufft_fwd")));
        Cg.State state = cg.start(mri.domain().zeros());
        for (int i = 0; i < 30; i++) {
            cg.step(state);
        }
        double error = Vectors.relativeDistance(cg.solution(state), cfl("nufft_inv_m30"));
        assertTrue(error < 1e-2, "inverse " + error);
    }

    private static float[] cfl(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(SharedData.require("refs/" + name + ".cfl"));
        float[] values = new float[bytes.length / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    @Test
    void otherOperatorsAreRefused() {
        Space image = Space.image(4, 4, 1).complex();
        for (var operator : List.of(new Identity(image), CartesianMri.full(Sensitivities.uniform(image)))) {
            InverseProblem problem = new InverseProblem(operator, Image.zeros(operator.range()));
            var error = assertThrows(
                    IllegalArgumentException.class,
                    () -> Gridding.METHOD.withDefaults().reconstruct(problem));
            assertTrue(error.getMessage().startsWith("method gridding needs MRI along a trajectory"));
        }
    }
}
