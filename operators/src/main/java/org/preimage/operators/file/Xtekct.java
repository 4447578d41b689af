package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.preimage.operators.tomography.Detector;

/**
 * A scan of a Nikon (X-Tek) scanner: a text .xtekct with the geometry, and a folder of TIFF projections.
 *
 * <p>Its rows come from the top, and its columns from the right as the source sees them, so the z axis points down here, which
 * keeps hands right. In this frame view k has the angle 180 - InitialAngle - k AngularStep, and the rotation axis is
 * projected onto cell (n - 1) / 2 + a / spacing, with a = ObjectOffsetX D / R, or in older files (CentreOfRotationTop +
 * CentreOfRotationBottom) / 2. These signs are those of the Core Imaging Library (J. Jorgensen et al., Phil. Trans. R. Soc. A
 * 379, 2021), whose angles grow clockwise. A tilt of the axis is told in the facts and not part of the geometry.
 *
 * <p>Angles measured in a file _ctdata.txt or NAME.ang are taken where each is within one step of what the header says. Projections
 * are corrected by the scanner: the white level is the flat, and zero the dark.
 */
final class Xtekct {
    private static final Pattern HEADER = Pattern.compile("\\[XTekCT\\]", Pattern.CASE_INSENSITIVE);
    private static final int MOST = 1_000_000;

    private final Path file;
    private final Map<String, String> values = new HashMap<>();

    private Xtekct(Path file) throws IOException {
        this.file = file;
        boolean inside = false;
        for (String line : TiffFolder.lines(file)) {
            String text = line.strip();
            if (text.startsWith("[")) {
                inside = HEADER.matcher(text).matches();
            } else if (inside && text.indexOf('=') > 0) {
                int at = text.indexOf('=');
                values.putIfAbsent(
                        text.substring(0, at).strip().toLowerCase(Locale.ROOT),
                        text.substring(at + 1).strip());
            }
        }
        if (values.isEmpty()) {
            throw new IOException(file + " is not a .xtekct file: it has no section [XTekCT]");
        }
    }

    static boolean isXtekct(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".xtekct");
    }

    static ScanFile open(Path file) throws IOException {
        Xtekct header = new Xtekct(file);
        int cells = header.count("DetectorPixelsX");
        int rows = header.count("DetectorPixelsY");
        int views = header.count("Projections");
        TiffFrames frames = header.frames();
        if (frames.count() != views || frames.cells() != cells || frames.rows() != rows) {
            throw new IOException(file + " contradicts its TIFF files: it says " + views + " projections of " + rows
                    + " x " + cells + " pixels, but there are " + frames.count() + " of " + frames.rows() + " x "
                    + frames.cells());
        }
        double white = header.number("WhiteLevel");
        if (!(white > 0)) {
            throw new IOException(file + " has the WhiteLevel " + white + ", but it must be greater than 0");
        }
        FramesScan scan = FramesScan.of(file, "Nikon .xtekct", ScanFile.Quantity.COUNTS, frames)
                .withReferences(new ConstantFrame(rows, cells, (float) white), new ConstantFrame(rows, cells, 0))
                .withFact("white level", PointSource.number(white));
        scan = header.withTilt(scan);
        double[] angles = header.nominalAngles(views);
        String from = "InitialAngle and AngularStep";
        for (String list : new String[] {"_ctdata.txt", header.plain("Name") + ".ang"}) {
            double[] measured = header.measuredAngles(list, angles);
            if (measured != null) {
                angles = measured;
                from = list;
                break;
            }
        }
        if (header.values.containsKey("xraykv")) {
            scan = scan.withFact("tube", header.plain("XraykV") + " kV");
        }
        scan = scan.withAngles(angles, "AngularStep").withFact("angles from", from);
        return header.source(cells, rows, angles).complete(scan);
    }

    private PointSource source(int cells, int rows, double[] angles) throws IOException {
        double axis = number("SrcToObject");
        double detector = number("SrcToDetector");
        double spacing = number("DetectorPixelSizeX");
        double shift = values.containsKey("objectoffsetx")
                ? number("ObjectOffsetX") * detector / axis
                : (number("CentreOfRotationTop", 0) + number("CentreOfRotationBottom", 0)) / 2;
        try {
            return new PointSource(
                    axis,
                    detector,
                    new Detector(
                            cells,
                            spacing,
                            (cells - 1) / 2.0 + shift / spacing,
                            rows,
                            number("DetectorPixelSizeY"),
                            (rows - 1) / 2.0),
                    angles);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " describes no possible geometry: " + e.getMessage(), e);
        }
    }

    private FramesScan withTilt(FramesScan scan) throws IOException {
        FramesScan told = scan;
        for (String key : new String[] {"ObjectTilt", "ObjectRoll", "DetectorOffsetX", "DetectorOffsetY"}) {
            if (number(key, 0) != 0) {
                told = told.withFact(key, plain(key) + ", not part of the geometry");
            }
        }
        if (number("CentreOfRotationTop", 0) != number("CentreOfRotationBottom", 0)) {
            told = told.withFact("axis tilt", "the mean of CentreOfRotationTop and CentreOfRotationBottom is taken");
        }
        return told;
    }

    private double[] nominalAngles(int views) throws IOException {
        double start = number("InitialAngle", 0);
        double step = number("AngularStep");
        double[] angles = new double[views];
        for (int i = 0; i < views; i++) {
            angles[i] = 180 - start - i * step;
        }
        return angles;
    }

    /** The stage's angles in a file beside, in the signs used here, or null if there are none or they do not fit. */
    private double[] measuredAngles(String name, double[] nominal) throws IOException {
        if (name.contains("/") || name.contains("\\")) {
            return null;
        }
        Path list = file.resolveSibling(name);
        if (!Files.isRegularFile(list)) {
            return null;
        }
        double first = Double.NaN;
        double[] angles = new double[nominal.length];
        int n = 0;
        for (String line : TiffFolder.lines(list)) {
            String[] words = line.strip().split("[\\s:]+");
            if (words.length < 2 || !words[0].matches("\\d+") || !words[1].matches("[-+]?[0-9.]+")) {
                continue;
            }
            double angle = TiffFolder.number(list, words[1]);
            first = n == 0 ? angle : first;
            if (n < angles.length) {
                angles[n] = nominal[0] - (angle - first);
            }
            n++;
        }
        double step = Math.abs(number("AngularStep"));
        boolean fits = n == angles.length;
        for (int i = 0; fits && i < n; i++) {
            // Stages count modulo a turn.
            angles[i] += 360 * Math.rint((nominal[i] - angles[i]) / 360);
            fits = Math.abs(angles[i] - nominal[i]) < step;
        }
        return fits ? angles : null;
    }

    private TiffFrames frames() throws IOException {
        Path here = file.toAbsolutePath().getParent();
        Path folder = here;
        String input = values.getOrDefault("inputfoldername", "").replace('\\', '/');
        if (!input.isEmpty()) {
            try {
                Path named = here.resolve(input.substring(input.lastIndexOf('/') + 1));
                folder = Files.isDirectory(named) ? named : here;
            } catch (java.nio.file.InvalidPathException e) {
                throw new IOException(file + " has an InputFolderName that is no name of a folder", e);
            }
        }
        String name = values.getOrDefault("name", "");
        Pattern numbered = Pattern.compile(Pattern.quote(name) + "[_-]?\\d+\\.tiff?", Pattern.CASE_INSENSITIVE);
        List<Path> all = new ArrayList<>();
        List<Path> own = new ArrayList<>();
        for (Path path : TiffFolder.list(folder)) {
            if (TiffFolder.isTiff(path) && Files.isRegularFile(path)) {
                all.add(path);
                if (numbered.matcher(path.getFileName().toString()).matches()) {
                    own.add(path);
                }
            }
        }
        if (all.isEmpty()) {
            throw new IOException(
                    file + " has no TIFF projections beside it" + (input.isEmpty() ? "" : ", nor in " + folder));
        }
        return new TiffFrames(own.isEmpty() ? all : own);
    }

    private String plain(String key) {
        String value = values.getOrDefault(key.toLowerCase(Locale.ROOT), "");
        String clean = value.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 60 ? clean.substring(0, 60) + "..." : clean;
    }

    private double number(String key, double otherwise) throws IOException {
        return plain(key).isEmpty() ? otherwise : number(key);
    }

    private double number(String key) throws IOException {
        if (plain(key).isEmpty()) {
            throw new IOException(file + " has no " + key);
        }
        double value = TiffFolder.number(file, plain(key));
        if (!Double.isFinite(value)) {
            throw new IOException(file + " has the " + key + " " + value + ", but it must be finite");
        }
        return value;
    }

    private int count(String key) throws IOException {
        double value = number(key);
        if (!(value >= 1 && value <= MOST && value == Math.rint(value))) {
            throw new IOException(file + " has the " + key + " " + plain(key) + ", but a whole number from 1 to " + MOST
                    + " is needed");
        }
        return (int) value;
    }

    /** One frame of a single value. */
    private record ConstantFrame(int rows, int cells, float value) implements Frames {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public String type() {
            return "one value";
        }

        @Override
        public void read(int first, int n, float[] out) {
            java.util.Arrays.fill(out, value);
        }
    }
}
