package org.preimage.examples.gallery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.preimage.operators.file.Npy;
import org.preimage.operators.file.Png;
import org.preimage.operators.mri.DensityCompensation;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.Gridding;
import org.preimage.reconstruction.solver.Cg;

/**
 * Lungs filled with hyperpolarised gas, a radial scan in space with a single coil: by gridding and by conjugate gradients on the
 * normal operator, weighted by the density of the samples. Each row of the picture shows the middle slices across z, y and x, and
 * the largest values along z.
 */
public final class LungVentilation {
    private static final int N = 128;
    private static final int ITERATIONS = 10;

    private LungVentilation() {}

    /**
     * {@code LungVentilation FOLDER OUT.png}: the folder holds {@code radial3d_lung_samples.npy} (spokes, samples) and {@code
     * radial3d_lung_traj.npy} (spokes, samples, 3) in cycles per voxel.
     */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (args.length != 2) {
            System.err.println("usage: LungVentilation FOLDER OUT.png");
            System.exit(2);
        }
        Path folder = Path.of(args[0]);
        Trajectory trajectory = Trajectory.of(Npy.read(folder.resolve("radial3d_lung_traj.npy")))
                .scaled(N);
        Image samples = Npy.read(folder.resolve("radial3d_lung_samples.npy"));
        Sensitivities coil = Sensitivities.uniform(Space.volume(N, N, N, 1));

        long start = System.nanoTime();
        NonCartesianMri mri = new NonCartesianMri(coil, trajectory);
        Image data = samples.as(mri.range());
        float[] gridded = Gridding.METHOD
                .withDefaults()
                .reconstruct(new InverseProblem(mri, data))
                .image()
                .data();
        System.out.printf(Locale.ROOT, "gridding %.1f s%n", seconds(start));

        start = System.nanoTime();
        float[] solved = conjugateGradients(mri, data.data());
        System.out.printf(Locale.ROOT, "conjugate gradients, %d iterations, %.1f s%n", ITERATIONS, seconds(start));

        Image picture = Image.zeros(Space.image(4 * N, 2 * N, 1));
        show(gridded, picture, 0);
        show(solved, picture, 1);
        // The windpipe is much brighter than the lungs.
        Png.write(Path.of(args[1]), picture, 0, 0.6);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    /** The minimiser of |W^1/2 (A x - y)|, on the way there. */
    private static float[] conjugateGradients(NonCartesianMri mri, float[] data) {
        float[] weights = DensityCompensation.radial(mri.trajectory());
        float[] weighted = data.clone();
        for (int i = 0; i < weighted.length; i++) {
            weighted[i] *= weights[i / 2];
        }
        Cg cg = new Cg(mri.gram(weights), mri.adjoint(weighted));
        Cg.State state = cg.start(mri.domain().zeros());
        for (int i = 0; i < ITERATIONS; i++) {
            cg.step(state);
        }
        return cg.solution(state);
    }

    /** Magnitudes over their largest in the slices, a row of four squares. */
    private static void show(float[] volume, Image picture, int row) {
        float[] magnitude = new float[N * N * N];
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] = (float) Math.hypot(volume[2 * i], volume[2 * i + 1]);
        }
        float[][] squares = new float[4][N * N];
        for (int b = 0; b < N; b++) {
            for (int a = 0; a < N; a++) {
                int at = b * N + a;
                squares[0][at] = magnitude[(N / 2 * N + b) * N + a];
                squares[1][at] = magnitude[(b * N + N / 2) * N + a];
                squares[2][at] = magnitude[(b * N + a) * N + N / 2];
                for (int z = 0; z < N; z++) {
                    squares[3][at] = Math.max(squares[3][at], magnitude[(z * N + b) * N + a]);
                }
            }
        }
        for (int s = 0; s < 4; s++) {
            float most = 0;
            for (float v : squares[s]) {
                most = Math.max(most, v);
            }
            for (int i = 0; i < N * N; i++) {
                picture.data()[(row * N + i / N) * 4 * N + s * N + i % N] = squares[s][i] / most;
            }
        }
    }
}
