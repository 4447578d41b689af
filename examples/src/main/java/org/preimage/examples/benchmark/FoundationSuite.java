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
import org.preimage.operators.phantom.RandomEllipses;
import org.preimage.operators.phantom.SheppLogan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.ParallelBeam;

/**
 * The suite that runs when nothing else is asked for: parallel-beam CT of phantoms and of real slices with 30 and with
 * 180 views.
 *
 * <p>Data never come from the grid on which they are reconstructed: those of phantoms are exact line integrals, those of
 * real slices are projected from pixels half as wide, of which the truth is the mean over 2 x 2.
 */
final class FoundationSuite implements Suite {
    private static final int SIZE = 128;
    private static final int[] VIEWS = {30, 180};

    /** Attenuation of water at about 60 keV in 1/mm (J. H. Hubbell and S. M. Seltzer, NIST, 1995: 0.2059 cm2/g). */
    private static final double WATER = 0.0206;

    @Override
    public String name() {
        return "foundation";
    }

    @Override
    public String description() {
        return "Parallel-beam CT at 128 x 128 pixels with 30 and with 180 views over half a turn: the modified Shepp-Logan"
                + " phantom and random ellipses with Gaussian noise, slices of a human head and brain with photon noise."
                + " Every method runs with its default parameters.";
    }

    @Override
    public List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        for (int views : VIEWS) {
            tasks.add(phantoms(
                    "shepp-logan-" + views,
                    "The modified Shepp-Logan phantom",
                    views,
                    List.of("modified Shepp-Logan"),
                    random -> SheppLogan.modified(SIZE)));
        }
        for (int views : VIEWS) {
            tasks.add(phantoms(
                    "ellipses-" + views,
                    "Phantoms of random ellipses within the field of view",
                    views,
                    few(views, "ellipses 1", "ellipses 2", "ellipses 3"),
                    FoundationSuite::ellipses));
        }
        for (int views : VIEWS) {
            tasks.add(head(views));
        }
        tasks.add(brain(VIEWS[0]));
        return tasks;
    }

    /** All images for few views; one where many views make a reconstruction six times as long. */
    private static List<String> few(int views, String... names) {
        return views == VIEWS[0] ? List.of(names) : List.of(names[0]);
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

    private static ParallelBeam geometry(double pixel, int views) {
        Space image = Space.image(SIZE, SIZE, pixel);
        return ParallelBeam.halfTurn(image, ParallelBeam.coveringDetectors(image, pixel), pixel, views);
    }

    /** Draws a phantom. */
    @FunctionalInterface
    private interface Phantoms {
        EllipsePhantom draw(RandomGenerator random);
    }

    private static Task phantoms(String name, String what, int views, List<String> names, Phantoms phantoms) {
        ParallelBeam geometry = geometry(1, views);
        String noise = "gaussian:2%";
        return new Task(
                name,
                what + ", " + views
                        + " views. Data: exact line integrals through the middle of each detector cell, with"
                        + " Gaussian noise of 2 % of their mean magnitude.",
                "the phantom sampled at 8 x 8 points in each pixel",
                "",
                new BeamSpec(geometry),
                random -> {
                    List<Case> cases = new ArrayList<>();
                    for (String caseName : names) {
                        EllipsePhantom phantom = phantoms.draw(random);
                        Image truth = phantom.render(geometry.image(), 8);
                        Image data = noisy(phantom.sinogram(geometry), noise, random);
                        cases.add(new Case(caseName, data, truth, Pictures.Scale.of(truth), Map.of("noise", noise)));
                    }
                    return cases;
                });
    }

    private static Image noisy(Image clean, String noise, RandomGenerator random) {
        return new Image(clean.space(), NoiseModel.parse(noise).sample(clean.data(), random));
    }

    private static Task head(int views) {
        return slices(
                "head-ct-" + views,
                "CT slices of a human head, " + views + " views. The slices' Hounsfield numbers are read as"
                        + " attenuation (water " + WATER
                        + "/mm, nothing below air) in pixels of 1 mm, projected from 256 x"
                        + " 256 pixels, and counted with 20000 photons in each open cell.",
                few(views, "head_ct_20.png", "head_ct_04.png", "head_ct_36.png"),
                views,
                image -> {
                    for (int i = 0; i < image.data().length; i++) {
                        double hounsfield = image.data()[i] - 1024;
                        image.data()[i] = (float) Math.max(0, WATER * (1 + hounsfield / 1000));
                    }
                    return image;
                },
                new Pictures.Scale(0, 2 * WATER));
    }

    private static Task brain(int views) {
        return slices(
                "brain-t1-" + views,
                "Two slices of a T1-weighted brain image, " + views
                        + " views: an MR image that stands for soft tissue of"
                        + " fine structure. Its grey values 0 to 255 are read as attenuation from 0 to that of water ("
                        + WATER
                        + "/mm) in pixels of 1 mm, projected from 256 x 256 pixels, and counted with 20000 photons"
                        + " in each open cell.",
                List.of("brain_t1_z064.png", "brain_t1_z088.png"),
                views,
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

    private static Task slices(
            String name,
            String description,
            List<String> files,
            int views,
            Attenuation attenuation,
            Pictures.Scale shown) {
        ParallelBeam geometry = geometry(2, views);
        return new Task(
                name,
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
                });
    }

    private static Case slice(
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
        String noise = "poisson:2e4";
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("noise", noise);
        facts.put("sha256 of " + file, bundled.sha256());
        return new Case(file, noisy(clean, noise, random), BundledImages.binned(fine, 2), shown, facts);
    }
}
