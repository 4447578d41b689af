package org.preimage.reconstruction.method;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.mri.CartesianMri;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.noise.GaussianNoise;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/** Small simulated multi-coil scans for tests of methods that work in k-space. */
final class KSpaceScans {
    private KSpaceScans() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    /** Coils on a circle around the image whose maps fall off smoothly, with phases; sum of squares 1. */
    static Sensitivities coils(Space image, int coils) {
        Image maps = Image.zeros(Sensitivities.space(image, coils));
        int nx = image.size(0);
        int points = image.points();
        for (int p = 0; p < points; p++) {
            double x = 2.0 * (p % nx) / nx - 1;
            double y = 2.0 * (p / nx % image.size(1)) / image.size(1) - 1;
            double sum = 0;
            for (int c = 0; c < coils; c++) {
                double t = 2 * Math.PI * c / coils;
                double u = x - 1.2 * Math.cos(t);
                double v = y - 1.2 * Math.sin(t);
                double w = image.dimensions() < 3
                        ? 0
                        : 2.0 * (p / nx / image.size(1)) / image.size(2) - 1 - (c % 2 == 0 ? 1.2 : -1.2);
                double modulus = 1 / (0.5 + u * u + v * v + w * w);
                double phase = t + 0.8 * u * Math.cos(t) + 0.7 * v * Math.sin(t);
                maps.data()[2 * (c * points + p)] = (float) (modulus * Math.cos(phase));
                maps.data()[2 * (c * points + p) + 1] = (float) (modulus * Math.sin(phase));
                sum += modulus * modulus;
            }
            for (int c = 0; c < coils; c++) {
                maps.data()[2 * (c * points + p)] /= (float) Math.sqrt(sum);
                maps.data()[2 * (c * points + p) + 1] /= (float) Math.sqrt(sum);
            }
        }
        return new Sensitivities(maps);
    }

    /** The Shepp-Logan phantom with a smooth phase. */
    static float[] phantom(Space image, double phase) {
        float[] real = SheppLogan.modified(image.size(0)).render(image, 4).data();
        float[] x = new float[2 * real.length];
        int nx = image.size(0);
        for (int i = 0; i < real.length; i++) {
            double u = 2.0 * (i % nx) / nx - 1;
            double v = 2.0 * (i / nx) / image.size(1) - 1;
            double angle = phase * (u + 0.7 * v * v + 0.5 * u * v);
            x[2 * i] = (float) (real[i] * Math.cos(angle));
            x[2 * i + 1] = (float) (real[i] * Math.sin(angle));
        }
        return x;
    }

    /** Which points of the plane to keep. */
    interface Pattern {
        boolean keeps(int x, int y);
    }

    static SamplingMask mask(Space image, Pattern pattern) {
        boolean[] kept = new boolean[image.points()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = pattern.keeps(i % image.size(0), i / image.size(0));
        }
        return new SamplingMask(SamplingMask.frequencies(image), kept);
    }

    /** Every R-th line of ky and a block of lines around the centre. */
    static SamplingMask lines(Space image, int acceleration, int calibration) {
        int centre = image.size(1) / 2;
        return mask(
                image,
                (x, y) -> (y - centre) % acceleration == 0
                        || y >= centre - calibration / 2 && y < centre + (calibration + 1) / 2);
    }

    /** Measured data with noise of this standard deviation at the points measured. */
    static Image measure(CartesianMri mri, float[] x, double noise) {
        float[] data = mri.range().zeros();
        CartesianMri.full(mri.sensitivities()).apply(x, data);
        if (noise > 0) {
            new GaussianNoise(noise).sample(data, random(5), data);
        }
        return masked(new Image(mri.range(), data), mri.mask());
    }

    static Image masked(Image data, SamplingMask mask) {
        Image out = data.copy();
        int points = mask.space().points();
        for (int i = 0; i < out.data().length; i++) {
            out.data()[i] = mask.kept(i / 2 % points) ? out.data()[i] : 0;
        }
        return out;
    }

    static float[] rootSumOfSquares(CartesianMri mri, Image data) {
        return CoilCombination.ROOT_SUM_OF_SQUARES
                .combine(mri, mri.fourier().adjoint(data.data()))
                .data();
    }

    /** |a - b| / |b| of moduli. */
    static double error(float[] a, float[] b) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i += 2) {
            double m = Math.hypot(b[i], b[i + 1]);
            difference += Math.pow(Math.hypot(a[i], a[i + 1]) - m, 2);
            norm += m * m;
        }
        return Math.sqrt(difference / norm);
    }

    /** How much of the image, moved along y by a part of the field of view, the error of the moduli holds. */
    static double foldOver(float[] found, float[] truth, Space image, double part) {
        int nx = image.size(0);
        int ny = image.size(1);
        double cross = 0;
        double ghosts = 0;
        double mean = 0;
        for (int i = 0; i < truth.length; i += 2) {
            mean += Math.hypot(truth[i], truth[i + 1]) / image.points();
        }
        for (int i = 0; i < image.points(); i++) {
            int y = (int) Math.round(i / nx + part * ny) % ny;
            int at = 2 * (y * nx + i % nx);
            double ghost = Math.hypot(truth[at], truth[at + 1]) - mean;
            double e = Math.hypot(found[2 * i], found[2 * i + 1]) - Math.hypot(truth[2 * i], truth[2 * i + 1]);
            cross += e * ghost;
            ghosts += ghost * ghost;
        }
        return cross / ghosts;
    }
}
