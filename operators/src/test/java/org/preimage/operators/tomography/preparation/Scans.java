package org.preimage.operators.tomography.preparation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.operators.noise.RelativeGaussianNoise;
import org.preimage.operators.phantom.Ellipse;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.AngularWeights;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.PixelBackprojection;
import org.preimage.operators.tomography.RampFilter;

/** Simulated scans with known truth. */
final class Scans {
    private Scans() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    }

    static ParallelBeam beam(int pixels, int cells, double center, double start, double stop, int views) {
        return new ParallelBeam(
                Space.image(pixels, pixels, 1), cells, 1, center, ParallelBeam.uniformAngles(start, stop, views));
    }

    /** A disc off the axis with twelve ellipses, within a radius. */
    static EllipsePhantom object(double radius, long seed) {
        List<Ellipse> all = new ArrayList<>(new RandomEllipses(
                        2 * radius, r -> 12, r -> r.nextDouble(), 0.05, 0.3, RandomEllipses.Normalisation.NONE)
                .sample(random(seed))
                .ellipses());
        // Off the axis: a concentric disc is a ring of its own.
        all.add(Ellipse.disc(0.25 * radius, -0.2 * radius, 0.65 * radius, 0.5));
        return new EllipsePhantom(all);
    }

    static Image noisy(EllipsePhantom object, ParallelBeam beam, double noise, long seed) {
        Image sinogram = object.sinogram(beam);
        new RelativeGaussianNoise(noise).sample(sinogram.data(), random(seed), sinogram.data());
        return sinogram;
    }

    static Image slice(Image sinogram, ParallelBeam beam) {
        float[] filtered = new RampFilter(beam.sinogram(), RampFilter.Window.HANN, 1).apply(sinogram.data());
        Image out = Image.zeros(beam.image());
        new PixelBackprojection(beam, AngularWeights.of(beam)).apply(filtered, out.data());
        return out;
    }

    /** Root of the mean squared difference within a radius, in pixels, about the middle. */
    static double difference(Image a, Image b, double radius) {
        int nx = a.space().size(0);
        int ny = a.space().size(1);
        double sum = 0;
        int n = 0;
        for (int y = 0; y < ny; y++) {
            for (int x = 0; x < nx; x++) {
                if (Math.hypot(x - (nx - 1) / 2.0, y - (ny - 1) / 2.0) < radius) {
                    double d = a.data()[y * nx + x] - b.data()[y * nx + x];
                    sum += d * d;
                    n++;
                }
            }
        }
        return Math.sqrt(sum / n);
    }
}
