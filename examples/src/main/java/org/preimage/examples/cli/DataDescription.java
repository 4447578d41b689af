package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.preimage.operators.file.Cfl;
import org.preimage.operators.file.DicomSeries;
import org.preimage.operators.file.Dxchange;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.file.ScanFiles;
import org.preimage.operators.raw.RawScan;
import org.preimage.operators.raw.ScanPlan;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.spec.Shapes;
import org.preimage.operators.text.Numbers;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;

/** What {@code preimage data} says of a file or folder. */
final class DataDescription {
    /** Scans up to here are looked through for their range; of larger ones a single detector row is. */
    private static final long SMALL = 1 << 22;

    private final Path file;
    private final PrintWriter out;
    private final Integer row;

    DataDescription(Path file, PrintWriter out, Integer row) {
        this.file = file;
        this.out = out;
        this.row = row;
    }

    void print() throws IOException {
        if (isNamed(".png") || isNamed(".cfl") || isNamed(".hdr")) {
            array(isNamed(".hdr") ? Cfl.read(file) : ImageFiles.read(file));
            return;
        }
        if (Files.exists(file) && DicomSeries.isDicom(file)) {
            volume(DicomSeries.read(file));
            return;
        }
        boolean anyArray = isNamed(".npy") || isNamed(".tif") || isNamed(".tiff");
        try (ScanFile scan = ScanFiles.open(file)) {
            if (isCompleteDxchange(scan)) {
                dxchange(scan);
            } else if (anyArray) {
                arrayOrScan(scan);
            } else {
                scan(scan);
            }
        } catch (IOException e) {
            if (!anyArray) {
                throw e;
            }
            // An array of other axes is no scan, and still an array.
            array(ImageFiles.read(file));
        }
    }

    void printSpec() throws IOException {
        if (!isNamed(".png")
                && !isNamed(".cfl")
                && !isNamed(".hdr")
                && !(Files.exists(file) && DicomSeries.isDicom(file))) {
            try (ScanFile scan = ScanFiles.open(file)) {
                if (isCompleteDxchange(scan)) {
                    out.println(rawScan(scan.rows()).spec().text());
                    return;
                }
                if (scan.beam().isPresent()) {
                    out.println(new BeamSpec(scan.beam().get()).text());
                    return;
                }
            }
        }
        throw new IllegalArgumentException(file + " says nothing about a geometry: --spec is for scans that state one");
    }

    private boolean isNamed(String ending) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static boolean isCompleteDxchange(ScanFile scan) throws IOException {
        return scan.format().equals(Dxchange.FORMAT)
                && scan.flats(0, 1).isPresent()
                && scan.darks(0, 1).isPresent();
    }

    private int chosenRow(int rows) {
        return row == null ? (rows - 1) / 2 : row;
    }

    private RawScan rawScan(int rows) throws IOException {
        return RawScan.read(file, OptionalInt.of(chosenRow(rows)), ScanPlan.DEFAULT);
    }

    private void line(String name, String text) {
        out.println("  " + name + " ".repeat(Math.max(1, 13 - name.length())) + text);
    }

    private void dxchange(ScanFile scan) throws IOException {
        RawScan raw = rawScan(scan.rows());
        out.println(file + ": raw parallel-beam scan (" + Dxchange.FORMAT + ")");
        shape(scan);
        flats(scan);
        line("type", scan.facts().get("type"));
        line("counts", range(scan.projections(chosenRow(scan.rows()), 1)) + " in this row");
        raw.facts().forEach((name, fact) -> {
            if (!name.equals("file")) {
                line(name, fact);
            }
        });
        line("SPEC", "preimage data " + file + " --spec");
    }

    private void shape(ScanFile scan) {
        line(
                "projections",
                "(" + scan.views() + ", " + scan.rows() + ", " + scan.cells()
                        + ") : angles, detector rows, detector columns");
    }

    private void flats(ScanFile scan) throws IOException {
        String flats =
                scan.flats(0, 1).map(f -> Integer.toString(f.space().size(2))).orElse("none");
        String darks =
                scan.darks(0, 1).map(f -> Integer.toString(f.space().size(2))).orElse("none");
        line("flats", flats + ", darks " + darks);
    }

    private void scan(ScanFile scan) throws IOException {
        String beam = scan.beam()
                .map(b -> b instanceof ConeBeam ? "cone-beam " : "fan-beam ")
                .orElse("");
        out.println(file + ": raw " + beam + "scan (" + scan.format() + ")");
        shape(scan);
        flats(scan);
        details(scan);
        if (scan.beam().isPresent()) {
            Beam known = scan.beam().get();
            line("image", Shapes.text(known.image()) + " as wide as the detector sees");
            line("SPEC", "preimage data " + file + " --spec");
        }
    }

    private void arrayOrScan(ScanFile scan) throws IOException {
        Space space = scan.rows() == 1
                ? Space.ofSizes(scan.cells(), scan.views())
                : Space.ofSizes(scan.cells(), scan.rows(), scan.views());
        out.println(file + ": array of shape " + Shapes.text(space) + ", real (" + scan.format() + ")");
        details(scan);
    }

    /** Type, range, the file's own facts, angles, and what is missing. */
    private void details(ScanFile scan) throws IOException {
        boolean small = (long) scan.cells() * scan.rows() * scan.views() <= SMALL && row == null;
        int first = small ? 0 : chosenRow(scan.rows());
        Image sample = scan.projections(first, small ? scan.rows() : 1);
        boolean counts = scan.quantity() == ScanFile.Quantity.COUNTS;
        line(
                "values",
                range(sample) + (small ? "" : " in row " + first) + ", taken as "
                        + (counts ? "detector counts" : "line integrals"));
        for (Map.Entry<String, String> fact : scan.facts().entrySet()) {
            line(fact.getKey(), fact.getValue());
        }
        List<String> missing = new ArrayList<>();
        if (scan.angles().isPresent()) {
            line("angles", angles(scan.angles().get()));
        } else {
            missing.add("angles: they must be given, by --angles or a SPEC");
        }
        if (counts && scan.flats(0, 1).isEmpty()) {
            missing.add("flats, which detector counts need");
        }
        if (!missing.isEmpty()) {
            line("missing", String.join("; ", missing));
        }
    }

    private static String range(Image image) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        int bad = 0;
        for (float v : image.data()) {
            if (Float.isFinite(v)) {
                low = Math.min(low, v);
                high = Math.max(high, v);
            } else {
                bad++;
            }
        }
        return Numbers.of(low) + " to " + Numbers.of(high) + (bad > 0 ? ", " + bad + " NaN or infinite" : "");
    }

    private static String angles(double[] angles) {
        int n = angles.length;
        double step = n > 1 ? (angles[n - 1] - angles[0]) / (n - 1) : 0;
        boolean even = true;
        for (int i = 1; i < n; i++) {
            even &= Math.abs(angles[i] - angles[i - 1] - step) <= 1e-3 * Math.abs(step) + 1e-9;
        }
        return n + " from " + degrees(angles[0]) + " to " + degrees(angles[n - 1]) + " degrees"
                + (n == 1 ? "" : even ? ", step " + degrees(step) : ", in uneven steps");
    }

    /** Six decimals at most: of a stage that has turned many times, four digits are not enough. */
    private static String degrees(double angle) {
        return BigDecimal.valueOf(angle)
                .setScale(6, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private void array(Image image) {
        String type = image.space().field() == Field.COMPLEX ? "complex" : "real";
        out.println(file + ": array of shape " + Shapes.text(image.space()) + ", " + type);
        line("values", range(image));
    }

    private void volume(DicomSeries series) {
        Space space = series.volume().space();
        out.println(file + ": reconstructed slices (DICOM)");
        line(
                "volume",
                Shapes.text(space) + (space.dimensions() == 3 ? " : slices, rows, columns" : " : rows, columns"));
        StringBuilder spacing = new StringBuilder();
        for (int i = space.dimensions() - 1; i >= 0; i--) {
            spacing.append(Numbers.of(space.spacing(i))).append(i > 0 ? " x " : " mm");
        }
        line("spacing", spacing.toString());
        line("range", range(series.volume()));
        series.facts().forEach(this::line);
    }
}
