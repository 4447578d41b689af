package org.preimage.operators.mri.calibration;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.preimage.operators.fourier.FourierTransform;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Smooth coils around an ellipse of varying brightness, and what they measure.
 *
 * @param object real brightness at each pixel, 0 outside
 * @param images of the coils, object times maps plus noise
 * @param maps true sensitivities, of norm 1 at each pixel
 * @param kspace of the images
 */
record Coils(float[] object, Image images, Image maps, Image kspace) {
    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    static Space image(int... sizes) {
        Space plane = Space.of(new Axis(Role.X, sizes[0], 2), new Axis(Role.Y, sizes[1], 1.5));
        return (sizes.length == 3 ? plane.with(new Axis(Role.Z, sizes[2], 3)) : plane).complex();
    }

    /**
     * @param noise standard deviation of real and imaginary part in the coil images; the object is about 1
     */
    static Coils of(Space image, int coils, double noise) {
        int n = image.points();
        float[] object = new float[n];
        Image maps = Image.zeros(Sensitivities.space(image, coils));
        Image images = Image.zeros(maps.space());
        RandomGenerator random = random(11);
        for (int i = 0; i < n; i++) {
            double[] r = position(image, i);
            double radius = r[0] * r[0] / 0.6 + r[1] * r[1] / 0.45 + r[2] * r[2] / 0.5;
            object[i] = radius < 1 ? (float) (1 + 0.4 * Math.sin(9 * r[0]) * Math.cos(7 * r[1] + 3 * r[2])) : 0;
            double norm = 0;
            double[] s = new double[2 * coils];
            for (int c = 0; c < coils; c++) {
                double[] value = coil(r, c, coils);
                s[2 * c] = value[0];
                s[2 * c + 1] = value[1];
                norm += value[0] * value[0] + value[1] * value[1];
            }
            for (int c = 0; c < 2 * coils; c++) {
                int at = 2 * (c / 2 * n + i) + c % 2;
                maps.data()[at] = (float) (s[c] / Math.sqrt(norm));
                images.data()[at] = (float) (object[i] * s[c] + noise * random.nextGaussian());
            }
        }
        FourierTransform fourier = FourierTransform.spatial(images.space());
        return new Coils(object, images, maps, new Image(fourier.range(), fourier.apply(images.data())));
    }

    /** From -1 to 1 along each axis. */
    static double[] position(Space image, int i) {
        double[] r = new double[3];
        int rest = i;
        for (int a = 0; a < image.dimensions(); a++) {
            int size = image.size(a);
            r[a] = (rest % size - size / 2) / (0.5 * size);
            rest /= size;
        }
        return r;
    }

    /** A smooth sensitivity, of a coil on a circle around the object. */
    static double[] coil(double[] r, int c, int coils) {
        double angle = 2 * Math.PI * c / coils + 0.3;
        double dx = r[0] - 1.3 * Math.cos(angle);
        double dy = r[1] - 1.3 * Math.sin(angle);
        double dz = r[2] - 0.3 * (c % 3 - 1);
        double magnitude = 1 / (0.8 + dx * dx + dy * dy + dz * dz);
        double phase = angle + 0.6 * dx * Math.sin(angle) - 0.4 * dy + 0.3 * dz;
        return new double[] {magnitude * Math.cos(phase), magnitude * Math.sin(phase)};
    }

    /** Keeps every {@code factor}th row along KY, and all rows of a centre. */
    static Image undersampled(Image kspace, int factor, int centre) {
        Image out = kspace.copy();
        int nx = kspace.space().size(0);
        int ny = kspace.space().size(1);
        for (int i = 0; i < out.data().length; i++) {
            int y = i / 2 / nx % ny;
            boolean middle = y >= ny / 2 - centre / 2 && y < ny / 2 - centre / 2 + centre;
            out.data()[i] *= middle || y % factor == 0 ? 1 : 0;
        }
        return out;
    }

    /** |S S^H - T T^H| of two maps at a pixel, in Frobenius' norm. */
    static double distance(Image s, Image t, int i) {
        int coil = s.space().indexOf(Role.COIL).getAsInt();
        int coils = s.space().size(coil);
        int n = s.space().points() / coils;
        double sum = 0;
        for (int c = 0; c < coils; c++) {
            for (int e = 0; e < coils; e++) {
                double[] p = outer(s.data(), c * n + i, e * n + i);
                double[] q = outer(t.data(), c * n + i, e * n + i);
                sum += (p[0] - q[0]) * (p[0] - q[0]) + (p[1] - q[1]) * (p[1] - q[1]);
            }
        }
        return Math.sqrt(sum);
    }

    /** The largest distance, of the smaller ones that make up a fraction of all pixels on the object. */
    double quantile(Image found, double fraction) {
        double[] d = IntStream.range(0, object.length)
                .filter(i -> object[i] > 0)
                .mapToDouble(i -> distance(found, maps, i))
                .sorted()
                .toArray();
        return d[(int) (fraction * (d.length - 1))];
    }

    /** a_i conj(a_j). */
    static double[] outer(float[] a, int i, int j) {
        return new double[] {
            a[2 * i] * a[2 * j] + a[2 * i + 1] * a[2 * j + 1], a[2 * i + 1] * a[2 * j] - a[2 * i] * a[2 * j + 1]
        };
    }

    static double normSquared(Image maps, int i) {
        int coils = maps.space().size(maps.space().indexOf(Role.COIL).getAsInt());
        int n = maps.space().points() / coils;
        double sum = 0;
        for (int c = 0; c < coils; c++) {
            sum += outer(maps.data(), c * n + i, c * n + i)[0];
        }
        return sum;
    }

    /** Complex white noise, E|n|^2 = 2, of any space. */
    static Image noise(Space space, long seed) {
        RandomGenerator random = random(seed);
        Image noise = Image.zeros(new Space(space.axes(), Field.COMPLEX));
        for (int i = 0; i < noise.data().length; i++) {
            noise.data()[i] = (float) random.nextGaussian();
        }
        return noise;
    }
}
