package org.preimage.operators.raw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.preimage.operators.file.Dxchange;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.file.ScanFiles;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.text.Numbers;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.preparation.Binning;
import org.preimage.operators.tomography.preparation.Padding;
import org.preimage.operators.tomography.preparation.Preparation;
import org.preimage.operators.tomography.preparation.Prepared;

/**
 * A raw scan, ready to reconstruct: counts corrected, logarithm taken, rotation axis found. Of a parallel or fan beam it is one
 * row of the detector, of a cone beam the whole panel. Where the file has no length, a detector cell and a pixel are 1 mm wide.
 *
 * @param spec the geometry
 * @param data line integrals
 * @param facts what was done, in words
 */
public record RawScan(BeamSpec spec, Image data, Map<String, String> facts) {
    /** Arrays and pictures, which need a SPEC; every other file is asked whether it is a scan. */
    private static final Pattern ARRAY = Pattern.compile(".*\\.(npy|png|tiff?)", Pattern.CASE_INSENSITIVE);

    /** Line integrals of some detector rows, and how they came about. */
    public record Lines(Image data, Map<String, String> facts) {}

    /** Whether a path is, by its name, no mere array: a folder, an HDF5, .mat or .xtekct file. */
    public static boolean isScan(Path path) {
        return Files.isDirectory(path)
                || !ARRAY.matcher(String.valueOf(path.getFileName())).matches();
    }

    /**
     * Reads a row, or the whole panel of a cone beam, and makes it ready as planned.
     *
     * @param file a scan of any format that {@link ScanFiles} opens
     * @param row detector row from 0; the middle one if not given
     * @param plan what to do
     * @throws IOException if the file is missing or damaged
     * @throws IllegalArgumentException if there is no such row, the file states no angles, or a step cannot work on it
     */
    public static RawScan read(Path file, OptionalInt row, ScanPlan plan) throws IOException {
        try (ScanFile scan = ScanFiles.open(file)) {
            if (scan.beam().isPresent()) {
                return known(file, scan, scan.beam().get(), row, plan);
            }
            return parallel(file, scan, row, plan);
        }
    }

    private static RawScan known(Path file, ScanFile scan, Beam beam, OptionalInt row, ScanPlan plan)
            throws IOException {
        boolean panel = beam.image().dimensions() == 3;
        if (panel && row.isPresent()) {
            throw new IllegalArgumentException(
                    file + " is a cone-beam scan, of which the whole panel is reconstructed and no single row");
        }
        if (plan.offset()) {
            throw new IllegalArgumentException(
                    file + " has a " + new BeamSpec(beam).name() + ", but only parallel offset scans can be joined");
        }
        Lines lines = panel
                ? lines(file, scan, 0, scan.rows(), plan.steps())
                : lines(file, scan, chosen(scan, row), 1, plan.steps());
        Beam turned =
                plan.angles().isPresent() ? beam.withAngles(plan.angles().get().of(scan.views())) : beam;
        Beam placed = plan.center().isPresent()
                ? turned.withDetector(turned.detector().withCenter(plan.center().getAsDouble()))
                : turned;
        Map<String, String> facts = new LinkedHashMap<>(lines.facts());
        facts.put("angles", angles(placed.angles()) + (plan.angles().isPresent() ? ", given" : ", as the file states"));
        facts.put(
                "rotation axis",
                "column " + Numbers.fixed(placed.center(), 2)
                        + (plan.center().isPresent() ? ", given" : ", as the file states"));
        return new RawScan(new BeamSpec(placed), lines.data().as(placed.sinogram()), facts).padded(plan);
    }

    private static RawScan parallel(Path file, ScanFile scan, OptionalInt row, ScanPlan plan) throws IOException {
        int chosen = chosen(scan, row);
        Lines lines = lines(file, scan, chosen, 1, plan.steps());
        boolean given = plan.angles().isPresent();
        double[] angles =
                given ? plan.angles().get().of(scan.views()) : scan.angles().orElse(null);
        boolean stated = angles != null;
        if (!stated && !scan.format().equals(Dxchange.FORMAT)) {
            throw new IllegalArgumentException(file + " states no angles: --angles or a SPEC must tell them");
        }
        angles = stated ? angles : Beam.uniformAngles(0, 180, scan.views());
        ScanPlan.Placed placed;
        try {
            placed = plan.place(lines.data(), angles);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", row " + chosen + ": " + e.getMessage(), e);
        }
        Map<String, String> facts = new LinkedHashMap<>(lines.facts());
        facts.put(
                "angles",
                angles(angles)
                        + (given ? ", given" : stated ? ", as the file states" : ", assumed, as the file states none"));
        facts.putAll(placed.facts());
        return new RawScan(
                        new BeamSpec(placed.beam()),
                        placed.sinogram().as(placed.beam().sinogram()),
                        facts)
                .padded(plan);
    }

    private static String angles(double[] angles) {
        return angles.length + " from " + Numbers.of(angles[0]) + " to " + Numbers.of(angles[angles.length - 1])
                + " degrees";
    }

    /** The row, or the middle one. */
    public static int chosen(ScanFile scan, OptionalInt row) {
        return row.orElse((scan.rows() - 1) / 2);
    }

    /**
     * Line integrals of detector rows {@code first} to {@code first + count - 1}.
     *
     * @param file where the scan is, for messages and facts
     * @return axes (DETECTOR, ANGLE) of one row, (DETECTOR, DETECTOR_ROW, ANGLE) of several
     * @throws IOException if the file is damaged, or holds counts without flats
     * @throws IllegalArgumentException if there are no such rows, or a step cannot work on them
     */
    public static Lines lines(Path file, ScanFile scan, int first, int count, Preparation steps) throws IOException {
        if (first < 0 || first + count > scan.rows()) {
            throw new IllegalArgumentException("row is " + (first < 0 ? first : first + count - 1) + ", but " + file
                    + " has the rows 0 to " + (scan.rows() - 1));
        }
        String rows = first + (count > 1 ? " to " + (first + count - 1) : "") + " of 0 to " + (scan.rows() - 1);
        Prepared prepared;
        try {
            prepared = steps.block(scan, first, count);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", row " + first + (count > 1 ? " to " + (first + count - 1) : "") + ": " + e.getMessage(),
                    e);
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file", file.toString());
        if (Files.isRegularFile(file)) {
            facts.put("sha256", Digest.sha256(file));
        }
        facts.put("format", scan.format());
        facts.put("row", rows);
        facts.putAll(
                scan.quantity() == ScanFile.Quantity.COUNTS
                        ? steps.facts(prepared.repairs())
                        : steps.laterFacts(prepared.repairs()));
        Image data = prepared.lineIntegrals();
        if (count == 1) {
            Axis[] axes = {data.space().axes().get(0), data.space().axes().get(2)};
            data = new Image(Space.of(axes), data.data());
        }
        return new Lines(data, facts);
    }

    private RawScan padded(ScanPlan plan) {
        Optional<Padding> padding = plan.paddingOf(spec.beam().detectors());
        if (padding.isEmpty()) {
            return this;
        }
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put("padding", padding.get().cells() + " cells on both sides");
        return new RawScan(
                new BeamSpec(padding.get().beam(spec.beam()), spec.model()),
                padding.get().sinogram(data),
                all);
    }

    /** The scan with {@code factor} neighbouring cells averaged into one, and pixels as much larger. */
    public RawScan binned(int factor) {
        if (factor == 1) {
            return this;
        }
        Binning binned = Binning.of(spec.beam(), data, factor);
        Map<String, String> facts = new LinkedHashMap<>(this.facts);
        facts.put("binning", factor + " detector cells averaged into one, pixels as wide");
        return new RawScan(new BeamSpec(binned.beam()), binned.sinogram(), facts);
    }

    /** The scan with an image of so many columns and rows, its pixels as they are. */
    public RawScan withImage(int size) {
        Beam beam = spec.beam()
                .withImage(Space.image(size, size, spec.beam().image().spacing(0)));
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put("image", size + " x " + size + " pixels, " + spec.beam().detectors() + " detector cells");
        return new RawScan(new BeamSpec(beam, spec.model()), data, all);
    }

    /** The scan with one view in {@code step} kept, from the first. */
    public RawScan everyView(int step) {
        int views = (spec.beam().views() + step - 1) / step;
        return ofViews(
                "one in " + step + ": " + views,
                IntStream.range(0, views).map(i -> i * step).toArray());
    }

    /**
     * The scan with some of its views.
     *
     * @param what they are, in words
     * @param views which, from 0
     */
    public RawScan ofViews(String what, int... views) {
        Beam fewer = spec.beam().withViews(views);
        int frame = data.data().length / spec.beam().views();
        float[] kept = new float[views.length * frame];
        for (int i = 0; i < views.length; i++) {
            System.arraycopy(data.data(), views[i] * frame, kept, i * frame, frame);
        }
        Map<String, String> facts = new LinkedHashMap<>(this.facts);
        facts.put("views", what);
        return new RawScan(new BeamSpec(fewer), new Image(fewer.sinogram(), kept), facts);
    }
}
