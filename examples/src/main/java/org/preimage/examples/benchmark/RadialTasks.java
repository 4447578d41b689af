package org.preimage.examples.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.mri.NonCartesianMri;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectories;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.mri.simulation.CoilNoise;
import org.preimage.operators.mri.simulation.FourierSensitivities;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.mri.simulation.PhantomKspace;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MriSpec;

/**
 * Tasks of radial MRI with golden-angle spokes, at 128 x 128 pixels. No image of that size stands behind the data: the
 * phantom's are exact Fourier integrals behind sensitivities that are Fourier series, the brain's come from 256 x 256 pixels of
 * which the truth is the mean over 2 x 2.
 */
final class RadialTasks {
    private static final int SIZE = 128;

    /** Twice the image's pixels: samples half a cycle apart. */
    private static final int SAMPLES = 2 * SIZE;

    private static final Set<String> UNFIT =
            Set.of("zero-filled", "grappa", "homodyne", "pocs", "low-rank-plus-sparse");

    private final Space image = Space.image(SIZE, SIZE, 1);
    private final LoopCoils loops = new LoopCoils(MriTasks.COILS);
    private final Sensitivities maps = loops.uniform(image);
    private final FourierSensitivities series = FourierSensitivities.fit(maps, 3);

    private static Trajectory golden(int spokes) {
        return Trajectories.golden(spokes, SAMPLES, SIZE / 2.0, 1);
    }

    /** The modified Shepp-Logan phantom. */
    Task sheppLogan(int spokes) {
        Trajectory trajectory = golden(spokes);
        MriSpec spec = new MriSpec(image, series.maps(), trajectory);
        EllipsePhantom phantom = SheppLogan.modified(0.92 * SIZE);
        return new Task(
                "shepp-logan-" + spokes,
                "The modified Shepp-Logan phantom, " + sampled(spokes)
                        + ". Data: its exact Fourier integral behind sensitivities that are Fourier series fitted to "
                        + MriTasks.COILS + " receive loops, " + noise() + ".",
                "the phantom sampled at 8 x 8 points in each pixel, whose edges no band-limited image has, "
                        + MriTasks.REGION,
                "",
                spec,
                null,
                UNFIT,
                random -> {
                    Image data = PhantomKspace.of(phantom, image).along(trajectory, series);
                    Image truth = phantom.render(image, 8);
                    return List.of(measured("modified Shepp-Logan", spec, data, truth, Map.of(), random));
                });
    }

    /** A slice of a brain. */
    Task brain(int spokes) {
        Trajectory trajectory = golden(spokes);
        Space fine = Space.image(2 * SIZE, 2 * SIZE, 0.5);
        MriSpec spec = new MriSpec(image, maps, trajectory);
        String file = "brain_t1_z064.png";
        return new Task(
                "brain-" + spokes,
                "A T1-weighted slice of a brain, " + sampled(spokes)
                        + ". Data: the non-uniform Fourier transform of 256 x 256 pixels with a smooth phase behind "
                        + MriTasks.COILS + " receive loops, " + noise() + ".",
                "the mean of the slice over 2 x 2 pixels, " + MriTasks.REGION,
                "",
                spec,
                null,
                UNFIT,
                random -> {
                    MriTasks.Slice slice = MriTasks.bundled(file, fine);
                    Image data = fineData(slice, trajectory, loops.uniform(fine), random);
                    Image truth = BundledImages.binned(slice.magnitude(), 2);
                    return List.of(measured(file, spec, data, truth, slice.facts(), random));
                });
    }

    private static String sampled(int spokes) {
        return spokes + " spokes of " + SAMPLES + " samples, each turned by the golden angle; all directions need "
                + Math.round(Math.PI / 2 * SIZE) + " at 128 x 128 pixels";
    }

    private static String noise() {
        return "with noise of standard deviation " + MriTasks.NOISE
                + " in real and imaginary part and a correlation of " + MriTasks.CORRELATION
                + " between neighbouring coils; the sensitivities are known";
    }

    private static Image fineData(
            MriTasks.Slice slice, Trajectory trajectory, Sensitivities maps, RandomGenerator random) {
        Image x = MriTasks.phase(random).applyTo(slice.magnitude());
        NonCartesianMri operator = new NonCartesianMri(maps, trajectory);
        float[] y = operator.apply(x.data());
        // A coarse pixel is four fine ones: sums over a fourth of the points, of half the norm. And sample n / 2 of the
        // coarse
        // image lies half a fine pixel, a quarter of its own, beyond that of the fine one.
        for (int i = 0; i < y.length / 2; i++) {
            int at = i % trajectory.count();
            double phase = 2 * Math.PI * 0.25 * (trajectory.at(at, 0) + trajectory.at(at, 1)) / SIZE;
            double re = 0.5 * y[2 * i];
            double im = 0.5 * y[2 * i + 1];
            y[2 * i] = (float) (re * Math.cos(phase) - im * Math.sin(phase));
            y[2 * i + 1] = (float) (re * Math.sin(phase) + im * Math.cos(phase));
        }
        return new Image(operator.range(), y);
    }

    private static Case measured(
            String name, MriSpec spec, Image clean, Image truth, Map<String, String> from, RandomGenerator random) {
        float[] noisy = CoilNoise.neighbours(clean.space(), MriTasks.NOISE, MriTasks.CORRELATION)
                .sample(clean.data(), random);
        Map<String, String> facts = new LinkedHashMap<>(spec.facts());
        facts.put("noise", MriTasks.NOISE + ", correlation " + MriTasks.CORRELATION);
        facts.putAll(from);
        return new Case(
                name,
                new Image(clean.space(), noisy),
                truth,
                0,
                Region.object(truth, MriTasks.OBJECT),
                Pictures.Scale.quantiles(truth, 0, 0.998),
                facts);
    }
}
