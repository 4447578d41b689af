package org.preimage.examples.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.noise.NoiseModel;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.phantom.PlanePhantom;
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.phantom.TexturedPhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.ParallelBeam;

/**
 * CT tasks at 128 x 128 pixels whose measurement is simulated, for every suite that needs them.
 *
 * <p>Data never come from the grid on which they are reconstructed: those of phantoms are exact line integrals, those of real
 * slices are projected from pixels half as wide, of which the truth is the mean over 2 x 2.
 */
final class SimulatedTasks {
    private static final int SIZE = 128;

    /** Attenuation of water at about 60 keV in 1/mm (J. H. Hubbell and S. M. Seltzer, NIST, 1995: 0.2059 cm2/g). */
    static final double WATER = 0.0206;

    private final String suffix;
    private final String views;
    private final String quantity;
    private final double value;
    private final double[] angles;
    private final String photons;

    /**
     * @param suffix ends the tasks' names
     * @param views the angles in words, as "30 views"
     * @param quantity in which these tasks differ from others of their suite, as "views"
     * @param value of that quantity
     * @param angles in degrees
     * @param photons in each open cell, for real slices
     */
    SimulatedTasks(String suffix, String views, String quantity, double value, double[] angles, String photons) {
        this.suffix = suffix;
        this.views = views;
        this.quantity = quantity;
        this.value = value;
        this.angles = angles;
        this.photons = photons;
    }

    /** The modified Shepp-Logan phantom, with Gaussian noise of 2 %. */
    Task sheppLogan() {
        return phantoms(
                "shepp-logan",
                "The modified Shepp-Logan phantom",
                List.of("modified Shepp-Logan"),
                random -> SheppLogan.modified(SIZE));
    }

    /** Phantoms of random ellipses, with Gaussian noise of 2 %. */
    Task ellipses(String... names) {
        return phantoms(
                "ellipses",
                "Phantoms of random ellipses within the field of view",
                List.of(names),
                SimulatedTasks::ellipses);
    }

    /** Phantoms whose layers lie within 45 degrees of the x axis, with Gaussian noise of 2 %. */
    Task textures(String... names) {
        return phantoms(
                "textures",
                "Phantoms of textured ellipses, like layers within 45 degrees of the x axis, whose wave vectors an arc about 90"
                        + " degrees sees",
                List.of(names),
                random -> TexturedPhantom.random(SIZE, 12, 45, random));
    }

    /** Twenty ellipses, without those that reach beyond the field of view: the image then explains the data. */
    private static EllipsePhantom ellipses(RandomGenerator random) {
        EllipsePhantom all = new RandomEllipses(
                        SIZE, r -> 20, r -> 0.1 + 0.4 * r.nextDouble(), 0.2, 0.7, RandomEllipses.Normalisation.NONE)
                .sample(random);
        double radius = 0.5 * SIZE;
        return new EllipsePhantom(all.ellipses().stream()
                .filter(e -> Math.hypot(e.x(), e.y()) + Math.max(e.a(), e.b()) < 0.98 * radius)
                .toList());
    }

    private ParallelBeam geometry(double pixel) {
        Space image = Space.image(SIZE, SIZE, pixel);
        int cells = ParallelBeam.coveringDetectors(image, pixel);
        return new ParallelBeam(image, cells, pixel, (cells - 1) / 2.0, angles);
    }

    /** Draws a phantom. */
    @FunctionalInterface
    private interface Phantoms {
        PlanePhantom draw(RandomGenerator random);
    }

    private Task phantoms(String name, String what, List<String> names, Phantoms phantoms) {
        ParallelBeam geometry = geometry(1);
        String noise = "gaussian:2%";
        return new Task(
                        name + suffix,
                        what + ", " + views
                                + ". Data: exact line integrals through the middle of each detector cell, with"
                                + " Gaussian noise of 2 % of their mean magnitude.",
                        "the phantom sampled at 8 x 8 points in each pixel",
                        "",
                        new BeamSpec(geometry),
                        random -> {
                            List<Case> cases = new ArrayList<>();
                            for (String caseName : names) {
                                PlanePhantom phantom = phantoms.draw(random);
                                Image truth = phantom.render(geometry.image(), 8);
                                Image data = noisy(phantom.sinogram(geometry), noise, random);
                                cases.add(new Case(
                                        caseName, data, truth, Pictures.Scale.of(truth), Map.of("noise", noise)));
                            }
                            return cases;
                        })
                .at(name, quantity, value);
    }

    static Image noisy(Image clean, String noise, RandomGenerator random) {
        return new Image(clean.space(), NoiseModel.parse(noise).sample(clean.data(), random));
    }

    /** CT slices of a human head, counted photon by photon. */
    Task head(String... files) {
        return slices(
                "head-ct",
                "CT slices of a human head, " + views + ". The slices' Hounsfield numbers are read as"
                        + " attenuation (water " + WATER
                        + "/mm, nothing below air) in pixels of 1 mm, projected from 256 x"
                        + " 256 pixels, and counted with " + photons + " photons in each open cell.",
                List.of(files),
                SimulatedTasks::attenuation,
                new Pictures.Scale(0, 2 * WATER));
    }

    /** Stored numbers, Hounsfield + 1024, as attenuation in 1/mm. */
    static Image attenuation(Image stored) {
        for (int i = 0; i < stored.data().length; i++) {
            double hounsfield = stored.data()[i] - 1024;
            stored.data()[i] = (float) Math.max(0, WATER * (1 + hounsfield / 1000));
        }
        return stored;
    }

    /** Slices of an MR image of a brain, which stands for soft tissue, counted photon by photon. */
    Task brain(String... files) {
        return slices(
                "brain-t1",
                (files.length == 2 ? "Two slices" : "A slice") + " of a T1-weighted brain image, " + views
                        + ": an MR image that stands for soft tissue of"
                        + " fine structure. Its grey values 0 to 255 are read as attenuation from 0 to that of water ("
                        + WATER
                        + "/mm) in pixels of 1 mm, projected from 256 x 256 pixels, and counted with " + photons
                        + " photons in each open cell.",
                List.of(files),
                image -> {
                    for (int i = 0; i < image.data().length; i++) {
                        image.data()[i] *= (float) (WATER / 255);
                    }
                    return BundledImages.padded(image, 2 * SIZE);
                },
                new Pictures.Scale(0, WATER));
    }

    /** Turns stored numbers into attenuation in 1/mm on 256 x 256 pixels. */
    @FunctionalInterface
    private interface Attenuation {
        Image of(Image stored);
    }

    private Task slices(
            String name, String description, List<String> files, Attenuation attenuation, Pictures.Scale shown) {
        ParallelBeam geometry = geometry(2);
        return new Task(
                        name + suffix,
                        description,
                        "the mean of the slice over 2 x 2 pixels",
                        " /mm",
                        new BeamSpec(geometry),
                        random -> {
                            List<Case> cases = new ArrayList<>();
                            for (String file : files) {
                                cases.add(slice(file, geometry, attenuation, shown, random));
                            }
                            return cases;
                        })
                .at(name, quantity, value);
    }

    private Case slice(
            String file, ParallelBeam geometry, Attenuation attenuation, Pictures.Scale shown, RandomGenerator random)
            throws IOException {
        BundledImages.Bundled bundled = BundledImages.read(file, 1);
        Image fine = attenuation.of(bundled.image());
        // Cells half as wide as the detector's, two to one cell, so that a cell sees what its width covers.
        ParallelBeam fineGeometry = new ParallelBeam(
                fine.space(),
                2 * geometry.detectors(),
                geometry.spacing() / 2,
                2 * geometry.center() + 0.5,
                geometry.angles());
        float[] rays = fineGeometry.projector().apply(fine.data());
        Image clean = Image.zeros(geometry.sinogram());
        for (int i = 0; i < clean.data().length; i++) {
            clean.data()[i] = (rays[2 * i] + rays[2 * i + 1]) / 2;
        }
        String noise = "poisson:" + photons;
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("noise", noise);
        facts.put("sha256 of " + file, bundled.sha256());
        return new Case(file, noisy(clean, noise, random), BundledImages.binned(fine, 2), shown, facts);
    }
}
