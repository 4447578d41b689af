package org.preimage.examples.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.sampling.SamplingPattern;
import org.preimage.operators.mri.simulation.CoilNoise;
import org.preimage.operators.mri.simulation.DipolePhase;
import org.preimage.operators.mri.simulation.LoopCoils;
import org.preimage.operators.mri.simulation.ObjectPhase;
import org.preimage.operators.mri.simulation.PolynomialPhase;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.MriSpec;

/**
 * Tasks of Cartesian MRI from magnitude images: given a smooth phase, seen by eight loops about the object, transformed, and
 * measured at the points of a pattern, with noise. The sensitivities are known to the methods, and their root sum of squares is
 * 1 everywhere, so that every way to combine coils leads to the same image. As usual for such data the image that is
 * transformed has the pixels of the image reconstructed.
 */
final class MriTasks {
    static final int COILS = 8;

    /** Of real and imaginary part, for images up to 1. */
    static final double NOISE = 0.01;

    static final double CORRELATION = 0.2;

    /** Of the reference's largest mean, beyond which the object is. */
    static final double OBJECT = 0.1;

    /** Methods for other data than a mask of scattered points. */
    static final Set<String> UNFIT_SCATTERED = Set.of("grappa", "homodyne", "pocs", "gridding", "low-rank-plus-sparse");

    /** Methods for other data than every R-th line. */
    static final Set<String> UNFIT_UNIFORM = Set.of("homodyne", "pocs", "gridding", "low-rank-plus-sparse");

    /** Methods for other data than a part of k-space. */
    static final Set<String> UNFIT_PARTIAL = Set.of("grappa", "gridding", "low-rank-plus-sparse");

    static final String REGION =
            "on the object, where the mean of the reference over 7 x 7 pixels exceeds a tenth of that"
                    + " mean's maximum; of complex images magnitudes are compared";

    /**
     * An image to measure.
     *
     * @param name what it shows
     * @param magnitude from 0 to about 1
     * @param facts where it comes from
     */
    record Slice(String name, Image magnitude, Map<String, String> facts) {}

    /** Reads the images of a task. */
    @FunctionalInterface
    interface Slices {
        List<Slice> read() throws IOException;
    }

    private final Space image;
    private final String what;
    private final Sensitivities maps;
    private final Slices slices;

    /**
     * @param image of all slices
     * @param what the slices in words, as a sentence without its end
     * @param slices reads them
     */
    MriTasks(Space image, String what, Slices slices) {
        this(image, what, new LoopCoils(COILS).uniform(image), slices);
    }

    private MriTasks(Space image, String what, Sensitivities maps, Slices slices) {
        this.image = image;
        this.what = what;
        this.maps = maps;
        this.slices = slices;
    }

    /** The same image and coils with other slices. */
    MriTasks with(String others, Slices otherSlices) {
        return new MriTasks(image, others, maps, otherSlices);
    }

    /**
     * One pattern. Its mask is a part of the task: it does not depend on the benchmark's seed.
     *
     * @param name of the task
     * @param sampled the pattern in words
     * @param pattern which points are measured
     * @param unfit methods that are left out
     */
    Task task(String name, String sampled, SamplingPattern pattern, Set<String> unfit) {
        SamplingMask mask = pattern.mask(image, generator());
        MriSpec spec = new MriSpec(image, maps, mask);
        return new Task(
                name,
                what + ", " + image.size(0) + " x " + image.size(1) + " pixels. Simulated: a smooth phase, " + COILS
                        + " receive loops on a cylinder (Biot-Savart), noise of standard deviation " + NOISE
                        + " in real and imaginary part with a correlation of " + CORRELATION
                        + " between neighbouring coils; the sensitivities are known. Measured: " + sampled + ".",
                "the magnitude image, " + REGION,
                "",
                spec,
                null,
                unfit,
                random -> {
                    List<Case> cases = new ArrayList<>();
                    for (Slice slice : slices.read()) {
                        cases.add(measured(slice, spec, random));
                    }
                    return cases;
                });
    }

    /** What draws the masks of tasks, always alike. */
    static RandomGenerator generator() {
        return RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(1);
    }

    /** A phase as of shim and transmit field, with the dipole of a sinus near the front. */
    static ObjectPhase phase(RandomGenerator random) {
        return PolynomialPhase.random(2, 0.5, random).plus(new DipolePhase(0, -0.5, 0.15, 0.2, 1.5));
    }

    private static Case measured(Slice slice, MriSpec spec, RandomGenerator random) {
        Image x = phase(random).applyTo(slice.magnitude());
        float[] clean = spec.operator().apply(x.data());
        float[] noisy = CoilNoise.neighbours(spec.range(), NOISE, CORRELATION).sample(clean, random);
        Map<String, String> facts = new LinkedHashMap<>(spec.facts());
        facts.put("noise", NOISE + ", correlation " + CORRELATION);
        facts.putAll(slice.facts());
        return new Case(
                slice.name(),
                new Image(spec.range(), noisy),
                slice.magnitude(),
                0,
                Region.object(slice.magnitude(), OBJECT),
                Pictures.Scale.quantiles(slice.magnitude(), 0, 0.998),
                facts);
    }

    /** A bundled slice of a brain with grey values from 0 to 1, in the middle of a larger image. */
    static Slice bundled(String file, Space image) throws IOException {
        BundledImages.Bundled bundled = BundledImages.read(file, image.spacing(0));
        Image small = bundled.image();
        Image magnitude = Image.zeros(image);
        int nx = small.space().size(0);
        int ny = small.space().size(1);
        int left = (image.size(0) - nx) / 2;
        int top = (image.size(1) - ny) / 2;
        for (int y = 0; y < ny; y++) {
            for (int x = 0; x < nx; x++) {
                magnitude.data()[(y + top) * image.size(0) + x + left] = small.data()[y * nx + x] / 255;
            }
        }
        return new Slice(file, magnitude, Map.of("sha256 of " + file, bundled.sha256()));
    }
}
