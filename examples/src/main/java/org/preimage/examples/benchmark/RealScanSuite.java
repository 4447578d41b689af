package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.preimage.examples.data.DataSet;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.file.ScanFiles;
import org.preimage.operators.raw.Angles;
import org.preimage.operators.raw.RawScan;
import org.preimage.operators.raw.ScanPlan;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.operators.tomography.preparation.Preparation;
import org.preimage.operators.tomography.preparation.SortingStripeFilter;

/**
 * Measured scans: a tooth, dendrites with rings, and a disc with holes in a fan beam.
 *
 * <p>They are looked for in a folder, where {@code preimage data get} puts them. Those that are missing are left out, and the
 * benchmark says so.
 */
final class RealScanSuite implements Suite {
    /** The arc of the disc that its 90 degree task keeps, in the angles of the scan. */
    private static final double ARC = 90;

    @Override
    public String name() {
        return "ct-real";
    }

    @Override
    public String description() {
        return "Measured scans: a tooth (synchrotron, parallel beam), dendrites in an alloy (synchrotron, parallel beam, rings"
                + " suppressed by sorting) and an acrylic disc with holes (cone-beam scanner, central fan), binned to at most 320"
                + " detector cells.";
    }

    @Override
    public List<String> methods() {
        return List.of("fbp", "fbp:window=hann", "sirt", "cgls", "tikhonov", "tv");
    }

    /** Where a scan is: the file of the catalogue, or others of the same scan. */
    private enum Scan {
        TOOTH("tooth", "ct_tooth.h5"),
        DENDRITES("dendrites", "ct_dendrites_sino.npy"),
        DISC("htc-disc-90", "ct_htc2022_tb_sino.npy");

        private final String set;
        private final String other;

        Scan(String set, String other) {
            this.set = set;
            this.other = other;
        }

        Path in(Path folder) {
            Path complete = folder.resolve(other);
            return Files.exists(complete)
                    ? complete
                    : folder.resolve(DataSet.named(set).file());
        }
    }

    @Override
    public List<Task> tasks(Path folder) throws IOException {
        List<Task> tasks = new ArrayList<>();
        for (Scan scan : Scan.values()) {
            Path file = scan.in(folder);
            if (Files.exists(file)) {
                tasks.addAll(tasks(scan, file));
            }
        }
        if (tasks.isEmpty()) {
            throw new MissingDataException(
                    "suite ct-real finds no scan in " + folder
                            + "; preimage data get tooth, preimage data get dendrites and preimage data get htc-disc-90 fetch them");
        }
        return tasks;
    }

    @Override
    public List<String> missing(Path folder) {
        return Arrays.stream(Scan.values())
                .filter(scan -> !Files.exists(scan.in(folder)))
                .map(scan -> "suite ct-real goes without the tasks of the data set " + scan.set + ", which is not in "
                        + folder + "; preimage data get " + scan.set + " fetches it")
                .toList();
    }

    private static List<Task> tasks(Scan scan, Path file) throws IOException {
        ScanPlan plan = ScanPlan.DEFAULT;
        boolean array = !RawScan.isScan(file);
        if (array) {
            String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
            plan = plan.withAngles(Angles.describedIn(file.resolveSibling(stem + ".json")));
        }
        return switch (scan) {
            case TOOTH -> MeasuredTasks.of("tooth", RawScan.read(file, OptionalInt.empty(), plan));
            case DENDRITES -> {
                Preparation rings = Preparation.DEFAULT.withStripes(SortingStripeFilter.DEFAULT);
                yield MeasuredTasks.of(
                        "dendrites", RawScan.read(file, OptionalInt.empty(), plan.withSteps(rings)), true);
            }
            case DISC -> disc(array ? disc(file, plan) : RawScan.read(file, OptionalInt.empty(), plan));
        };
    }

    /**
     * The disc's array with the geometry that its data set tells (doi 10.5281/zenodo.6984868),
     * mirrored top to bottom: the data set turns its source clockwise.
     */
    private static RawScan disc(Path file, ScanPlan plan) throws IOException {
        try (ScanFile scan = ScanFiles.open(file)) {
            double[] angles = plan.angles().orElseThrow().of(scan.views());
            Beam beam = new FanBeam(
                    Space.image(512, 512, 0.15),
                    Detector.line(scan.cells(), 0.2),
                    FanBeam.Shape.FLAT,
                    410.66,
                    553.74,
                    angles);
            RawScan.Lines lines = RawScan.lines(file, scan, 0, 1, plan.steps());
            return new RawScan(new BeamSpec(beam), lines.data().as(beam.sinogram()), lines.facts());
        }
    }

    /** All views and an arc of 90 degrees; only the first if the scan is no wider. */
    private static List<Task> disc(RawScan scan) {
        MeasuredTasks tasks = new MeasuredTasks("disc", scan, false);
        Beam beam = tasks.scan().spec().beam();
        double[] angles = beam.angles();
        double first = angles[0];
        int[] arc = IntStream.range(0, angles.length)
                .filter(i -> Math.abs(angles[i] - first) <= ARC)
                .toArray();
        if (arc.length == angles.length) {
            return List.of(tasks.full());
        }
        return List.of(
                tasks.full(),
                tasks.some("disc-arc-90", "an arc of 90 degrees", tasks.scan().ofViews("an arc of 90 degrees", arc)));
    }
}
