package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.ParallelBeam;

/**
 * Few photons, in the geometry of the LoDoPaB-CT data set (J. Leuschner, M. Schmidt, D. Otero Baguer and P. Maass, Scientific
 * Data 8:109, 2021): 362 x 362 pixels over 26 cm, 1000 angles (i + 1/2) pi / 1000, 513 cells over the diagonal; data projected
 * from the slice resampled to 1000 x 1000 pixels, so that they do not come from the grid of the reconstruction.
 */
final class LowDoseSuite implements Suite {
    private static final double WIDTH = 260;
    private static final int SIZE = 362;
    private static final int FINE = 1000;
    private static final int VIEWS = 1000;
    private static final int CELLS = 513;
    private static final List<String> FILES = List.of("head_ct_04.png");

    @Override
    public String name() {
        return "ct-lowdose";
    }

    @Override
    public String description() {
        return "Low-dose CT of a real slice of a human head with 100000, 4096 and 1000 photons in each open cell, in the geometry"
                + " of the LoDoPaB-CT data set: 362 x 362 pixels over 26 cm, 1000 parallel views, 513 detector cells.";
    }

    @Override
    public List<String> methods() {
        return List.of("fbp", "fbp:window=hann:cutoff=0.5", "gridding-fbp", "sirt", "os-mltr", "tv", "poisson-tv");
    }

    @Override
    public List<Task> tasks(Path scans) {
        return List.of(
                task("head-1e5-photons", "1e5"), task("head-4096-photons", "4096"), task("head-1000-photons", "1e3"));
    }

    private static ParallelBeam geometry() {
        double diagonal = WIDTH * Math.sqrt(2);
        double half = 90.0 / VIEWS;
        return new ParallelBeam(
                Space.image(SIZE, SIZE, WIDTH / SIZE),
                Detector.line(CELLS, diagonal / CELLS),
                Beam.uniformAngles(half, 180 + half, VIEWS));
    }

    private static Task task(String name, String photons) {
        ParallelBeam geometry = geometry();
        return new Task(
                        name,
                        "A CT slice of a human head, resampled bilinearly to 1000 x 1000 pixels over 26 cm, projected along 1000 x 513"
                                + " rays, with " + photons + " photons in each open cell.",
                        "the slice resampled bilinearly to 362 x 362 pixels",
                        " /mm",
                        new BeamSpec(geometry),
                        random -> {
                            List<Case> cases = new ArrayList<>();
                            for (String file : FILES) {
                                cases.add(slice(file, geometry, "poisson:" + photons, random));
                            }
                            return cases;
                        })
                .at("head", "photons in each open cell", Double.parseDouble(photons));
    }

    private static Case slice(String file, ParallelBeam geometry, String noise, RandomGenerator random)
            throws IOException {
        BundledImages.Bundled bundled = BundledImages.read(file, 1);
        Image stored = SimulatedTasks.attenuation(bundled.image());
        Image fine = BundledImages.resampled(stored, FINE, WIDTH / FINE);
        Image clean = new Image(
                geometry.sinogram(),
                geometry.withImage(fine.space()).projector().apply(fine.data()));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("noise", noise);
        facts.put("sha256 of " + file, bundled.sha256());
        return new Case(
                file,
                SimulatedTasks.noisy(clean, noise, random),
                BundledImages.resampled(stored, SIZE, WIDTH / SIZE),
                new Pictures.Scale(0, 2 * SimulatedTasks.WATER),
                facts);
    }
}
