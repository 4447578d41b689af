package org.preimage.plugins.ct;

import ij.measure.Calibration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.ConeBeam;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.operators.tomography.preparation.AxisMethod;
import org.preimage.plugins.Planes;

/**
 * The scan that a sinogram image came from: the geometry, and in words where each number was taken from.
 *
 * @param beam the geometry, lengths in the image's unit
 * @param calibration of a reconstruction
 * @param facts range, step, axis, spacing
 */
public record Scan(Beam beam, Calibration calibration, Map<String, String> facts) {
    /** The range of angles where neither user nor calibration tells: half a turn. */
    private static final double HALF_TURN = 180;

    /** More sinograms than this do not make the axis surer. */
    private static final int PLANES_FOR_AXIS = 5;

    private static final Set<String> DEGREES = Set.of("degree", "degrees", "deg", "\u00b0");

    /**
     * @param sinogram the image; if it knows its geometry, that holds where the others say auto
     * @param range degrees, or "auto" for the geometry's, the calibration's, or half a turn
     * @param axis a column, "center", or "auto" for the one that was found or chosen before, the geometry's, or to find it in the
     *     sinograms
     * @param size columns and rows of the reconstruction; 0 for as many as there are detectors
     */
    public static Scan of(Planes sinogram, String range, String axis, int size) {
        Optional<FoundAxis> before = isAuto(axis) ? FoundAxis.in(sinogram) : Optional.empty();
        Scan scan =
                of(sinogram, range, before.map(a -> Double.toString(a.column())).orElse(axis), size, AxisMethod.AUTO);
        before.ifPresent(a -> before(a, scan.facts()));
        return scan;
    }

    /**
     * The same, but an axis that was found before does not count.
     *
     * @param method how it is found where nobody states it; of a fan beam, auto only
     */
    static Scan of(Planes sinogram, String range, String axis, int size, AxisMethod method) {
        if (size < 0) {
            throw new IllegalArgumentException(
                    "output size is " + size + ", but must be positive, or 0 for as many pixels as detectors");
        }
        Optional<Geometry> known = Geometry.in(sinogram);
        known.ifPresent(g -> requireWhole(sinogram, g.beam()));
        return known.isPresent() && !(known.get().beam() instanceof ParallelBeam)
                ? diverging(sinogram, known.get(), range, axis, size, method)
                : parallel(sinogram, known, range, axis, size, method);
    }

    /** Rows or columns that were cut off are missing angles or cells, of which the geometry does not know. */
    private static void requireWhole(Planes sinogram, Beam beam) {
        if (sinogram.width() != beam.detectors() || sinogram.height() != beam.views()) {
            throw new IllegalArgumentException("sinogram is " + sinogram.width() + " x " + sinogram.height()
                    + ", but it was opened with " + beam.detectors() + " detector cells and " + beam.views()
                    + " angles: open the scan again");
        }
    }

    private static Scan parallel(
            Planes sinogram, Optional<Geometry> known, String range, String axis, int size, AxisMethod method) {
        Calibration calibration = sinogram.calibration();
        Map<String, String> facts = new LinkedHashMap<>();
        double[] angles = angles(sinogram, known, range, facts);
        double spacing = positive("pixel width", calibration.pixelWidth);
        double center = known.filter(g -> g.axis() && isAuto(axis) && method == AxisMethod.AUTO)
                        .isPresent()
                ? stated(known.get().beam().center(), facts)
                : axis(axis, sinogram, angles, spacing, method, facts);
        facts.put("Detector spacing", number(spacing) + " " + calibration.getXUnit());
        int n = size == 0 ? sinogram.width() : size;
        Space image = Space.image(n, n, spacing);
        return new Scan(
                new ParallelBeam(image, sinogram.width(), spacing, center, angles),
                square(calibration, spacing, calibration.getXUnit()),
                facts);
    }

    /** Fans, whose lengths are those of the file. */
    private static Scan diverging(
            Planes sinogram, Geometry known, String range, String axis, int size, AxisMethod method) {
        if (known.beam() instanceof ConeBeam) {
            throw new IllegalArgumentException(
                    sinogram.name()
                            + " is of a cone beam, whose rows cannot be worked on one by one: CT Reconstruct Cone Beam takes it");
        }
        if (isAuto(axis) && method != AxisMethod.AUTO) {
            throw new IllegalArgumentException("the rotation axis of a fan beam cannot be found by " + method.label()
                    + ": leave the method at auto for the one that the file states, or give a column");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        Beam beam = known.beam().withAngles(angles(sinogram, Optional.of(known), range, facts));
        double center = isAuto(axis)
                ? stated(beam.center(), facts)
                : axis(axis, sinogram, beam.angles(), beam.spacing(), method, facts);
        double pixel = beam.image().spacing(0);
        int n = size == 0 ? beam.image().size(0) : size;
        Beam placed = beam.withDetector(beam.detector().withCenter(center)).withImage(Space.image(n, n, pixel));
        facts.put("Detector spacing", number(beam.spacing()) + " mm");
        facts.put("Pixel", number(pixel) + " mm");
        return new Scan(placed, square(sinogram.calibration(), pixel, "mm"), facts);
    }

    /** The axis of a beam that can only state it: the one found or chosen before, the file's, or a column. */
    static double givenAxis(Planes sinogram, String axis, double file, Map<String, String> facts) {
        if (!isAuto(axis)) {
            return column(axis, sinogram.width(), "auto or a column from 0 to ", facts);
        }
        Optional<FoundAxis> before = FoundAxis.in(sinogram);
        return before.isPresent() ? before(before.get(), facts) : stated(file, facts);
    }

    private static double before(FoundAxis axis, Map<String, String> facts) {
        facts.put("Rotation axis", "column " + number(axis.column()) + " (found or chosen before)");
        return axis.column();
    }

    private static double stated(double center, Map<String, String> facts) {
        facts.put("Rotation axis", "column " + number(center) + " (as the file states)");
        return center;
    }

    /** Of slices with square pixels, as a sinogram's but for these. */
    static Calibration square(Calibration sinogram, double pixel, String unit) {
        Calibration square = sinogram.copy();
        square.pixelWidth = pixel;
        square.pixelHeight = pixel;
        square.setXUnit(unit);
        square.setYUnit(null);
        square.setFunction(Calibration.NONE, null, null);
        square.setValueUnit("1/" + unit);
        square.xOrigin = 0;
        square.yOrigin = 0;
        return square;
    }

    private static double[] angles(Planes sinogram, Optional<Geometry> known, String range, Map<String, String> facts) {
        int views = sinogram.height();
        if (known.isPresent() && isAuto(range)) {
            double[] angles = known.get().beam().angles();
            facts.put(
                    "Angles",
                    views + " from " + number(angles[0]) + " to " + number(angles[views - 1]) + " degree ("
                            + (known.get().angles() ? "as the file states" : "assumed: half a turn") + ")");
            return angles;
        }
        double degrees = range(range, sinogram.calibration(), views, facts);
        facts.put("Angle step", number(degrees / views) + " degree");
        return ParallelBeam.uniformAngles(0, degrees, views);
    }

    private static double range(String text, Calibration calibration, int views, Map<String, String> facts) {
        if (isAuto(text)) {
            boolean calibrated = DEGREES.contains(calibration.getYUnit().toLowerCase(Locale.ROOT));
            // TIFF keeps six digits of a pixel's size: 180.0002 was 180.
            double degrees = calibrated
                    ? Math.rint(1000 * positive("pixel height", calibration.pixelHeight) * views) / 1000
                    : HALF_TURN;
            facts.put(
                    "Angle range",
                    number(degrees) + " degree (" + (calibrated ? "from the calibration" : "assumed: half a turn")
                            + ")");
            return degrees;
        }
        double degrees = parse("angle range", text, "auto or a number of degrees other than 0");
        if (degrees == 0) {
            throw new IllegalArgumentException(
                    "angle range is 0, but must be auto or a number of degrees other than 0");
        }
        facts.put("Angle range", number(degrees) + " degree");
        return degrees;
    }

    private static double axis(
            String text,
            Planes sinogram,
            double[] angles,
            double spacing,
            AxisMethod method,
            Map<String, String> facts) {
        int detectors = sinogram.width();
        double middle = (detectors - 1) / 2.0;
        if (text.strip().equalsIgnoreCase("center")) {
            facts.put("Rotation axis", "column " + number(middle) + " (the middle)");
            return middle;
        }
        if (isAuto(text)) {
            double found = find(sinogram, angles, spacing, method);
            facts.put("Rotation axis", "column " + number(found) + " (found automatically)");
            return found;
        }
        return column(text, detectors, "auto, center or a column from 0 to ", facts);
    }

    private static double column(String text, int detectors, String words, Map<String, String> facts) {
        String needed = words + (detectors - 1);
        double column = parse("rotation axis", text, needed);
        if (column < 0 || column > detectors - 1) {
            throw new IllegalArgumentException("rotation axis is " + text.strip() + ", but must be " + needed);
        }
        facts.put("Rotation axis", "column " + number(column));
        return column;
    }

    /** The median over a few slices: an odd one does not spoil it, an empty one does not count. */
    private static double find(Planes sinogram, double[] angles, double spacing, AxisMethod method) {
        Space space =
                Space.of(new Axis(Role.DETECTOR, sinogram.width(), spacing), new Axis(Role.ANGLE, sinogram.height()));
        int n = Math.min(sinogram.count(), PLANES_FOR_AXIS);
        List<Double> found = new ArrayList<>();
        String reason = "";
        for (int i = 0; i < n; i++) {
            Image plane = sinogram.read((int) ((2L * i + 1) * sinogram.count() / (2L * n)), space);
            try {
                found.add(method.find(plane, angles).axis().center());
            } catch (IllegalArgumentException e) {
                reason = e.getMessage();
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "rotation axis cannot be found (" + reason + "): give its column, or center");
        }
        Collections.sort(found);
        return found.get(found.size() / 2);
    }

    private static boolean isAuto(String text) {
        return text.strip().equalsIgnoreCase("auto");
    }

    private static double parse(String name, String text, String needed) {
        try {
            double value = Double.parseDouble(text.strip());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // No number: the sentence below says so as well.
        }
        throw new IllegalArgumentException(name + " is \"" + text + "\", but must be " + needed);
    }

    /** @throws IllegalArgumentException if a number of the calibration is not positive */
    public static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("the calibration's " + name + " is " + value
                    + ", but must be positive (Image > Properties... sets it)");
        }
        return value;
    }

    /** Up to seven digits, without trailing zeros. */
    public static String number(double value) {
        String text = String.format(Locale.ROOT, "%.7g", value);
        if (text.contains("e")) {
            return Float.toString((float) value);
        }
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
