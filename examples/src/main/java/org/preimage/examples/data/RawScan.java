package org.preimage.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.preimage.examples.report.Numbers;
import org.preimage.operators.file.Dxchange;
import org.preimage.operators.space.Image;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.preparation.Binning;
import org.preimage.operators.tomography.preparation.Padding;
import org.preimage.operators.tomography.preparation.Prepared;

/**
 * One row of a raw parallel-beam scan in a DXchange file, ready to reconstruct: flat and dark corrected, logarithm taken,
 * rotation axis found. The file has no length, so a detector cell and a pixel are 1 mm wide.
 *
 * @param spec the geometry; the image has as many columns and rows as the detector has cells
 * @param data line integrals
 * @param facts what was done, in words
 */
public record RawScan(BeamSpec spec, Image data, Map<String, String> facts) {
    /** Whether a file name says HDF5. */
    public static boolean isHdf5(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".h5") || name.endsWith(".hdf5") || name.endsWith(".hdf");
    }

    /**
     * Reads a row.
     *
     * @param file a DXchange file
     * @param row detector row from 0; the middle one if not given
     * @param center cell index of the rotation axis; found from the data if not given
     * @throws IOException if the file is missing or damaged
     * @throws IllegalArgumentException if there is no such row, or the flats are not above the darks
     */
    public static RawScan read(Path file, OptionalInt row, OptionalDouble center) throws IOException {
        return read(file, row, ScanPlan.DEFAULT.withCenter(center));
    }

    /**
     * Reads a row and makes it ready as planned.
     *
     * @param file a DXchange file
     * @param row detector row from 0; the middle one if not given
     * @param plan what to do
     * @throws IOException if the file is missing or damaged
     * @throws IllegalArgumentException if there is no such row, or a step cannot work on it
     */
    public static RawScan read(Path file, OptionalInt row, ScanPlan plan) throws IOException {
        int rows = Dxchange.read(file, 0).rows();
        int chosen = row.orElse((rows - 1) / 2);
        Dxchange scan = Dxchange.read(file, chosen);
        Prepared prepared;
        ScanPlan.Placed placed;
        try {
            prepared = plan.steps().apply(scan.counts(), scan.flats(), scan.darks());
            placed = plan.place(prepared.lineIntegrals(), scan.angles());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ", row " + chosen + ": " + e.getMessage(), e);
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file", file.toString());
        facts.put("sha256", Digest.sha256(file));
        facts.put("row", chosen + " of 0 to " + (rows - 1));
        facts.putAll(plan.steps().facts(prepared.repairs()));
        facts.put(
                "angles",
                scan.angles().length + " from " + Numbers.of(scan.angles()[0]) + " to "
                        + Numbers.of(scan.angles()[scan.angles().length - 1]) + " degrees, "
                        + (scan.anglesStated() ? "as the file states" : "assumed, as the file states none"));
        facts.putAll(placed.facts());
        RawScan result = new RawScan(
                new BeamSpec(placed.beam()), placed.sinogram().as(placed.beam().sinogram()), facts);
        return result.padded(plan);
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
