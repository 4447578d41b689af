package org.preimage.operators.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * A series of reconstructed CT slices in DICOM files, as a phantom: one file for each slice, grey, of 8, 16 or 32 bits, in an
 * uncompressed little-endian transfer syntax.
 *
 * <p>Slices are sorted by ImagePositionPatient along the normal of ImageOrientationPatient, or by InstanceNumber if there are
 * no positions. Values are slope x stored + intercept, Hounsfield units for CT.
 *
 * @param volume axes X, Y, Z in mm, or X, Y for a single file
 * @param facts what the files say, in words
 */
public record DicomSeries(Image volume, Map<String, String> facts) {
    private static final int MODALITY = 0x00080060;
    private static final int THICKNESS = 0x00180050;
    private static final int SERIES = 0x0020000e;
    private static final int INSTANCE = 0x00200013;
    private static final int POSITION = 0x00200032;
    private static final int ORIENTATION = 0x00200037;
    private static final int SAMPLES = 0x00280002;
    private static final int FRAMES = 0x00280008;
    private static final int ROWS = 0x00280010;
    private static final int COLUMNS = 0x00280011;
    private static final int SPACING = 0x00280030;
    private static final int ALLOCATED = 0x00280100;
    private static final int STORED = 0x00280101;
    private static final int SIGNED = 0x00280103;
    private static final int INTERCEPT = 0x00281052;
    private static final int SLOPE = 0x00281053;

    /** Slices may be apart by this much more or less than the mean. */
    private static final double UNEVEN = 0.01;

    /** Whether a folder holds a DICOM file. */
    static boolean isSeries(Path folder) throws IOException {
        for (Path path : TiffFolder.list(folder)) {
            if (!TiffFolder.isTiff(path) && Files.isRegularFile(path) && DicomFile.isDicom(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a path is a DICOM file, or a folder with at least one. */
    public static boolean isDicom(Path path) throws IOException {
        return Files.isDirectory(path) ? isSeries(path) : Files.isRegularFile(path) && DicomFile.isDicom(path);
    }

    /** One slice: what is needed to sort and decode it. */
    private record Slice(DicomFile file, double place, int rows, int columns, int bytes) {
        boolean fits(Slice other) {
            return rows == other.rows && columns == other.columns;
        }
    }

    /**
     * Reads a file, or all DICOM files of a folder; other files there are passed over.
     *
     * @throws IOException with one sentence that names the file or folder, if there is none, one is damaged or compressed, or
     *     they do not make one volume of evenly spaced slices
     */
    public static DicomSeries read(Path path) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path)) {
            for (Path file : TiffFolder.list(path)) {
                if (Files.isRegularFile(file) && DicomFile.isDicom(file)) {
                    files.add(file);
                }
            }
            if (files.isEmpty()) {
                throw new IOException(path + " holds no DICOM file");
            }
        } else {
            files.add(path);
        }
        List<Slice> slices = new ArrayList<>();
        for (Path file : files) {
            slices.add(slice(new DicomFile(file)));
        }
        requireOneSeries(path, slices);
        slices.sort(Comparator.comparingDouble(Slice::place));
        Slice first = slices.get(0);
        double distance = distance(path, slices);
        double[] pixel = first.file().numbers(SPACING, 2);
        Axis x = new Axis(Role.X, first.columns(), spacing(first, pixel == null ? 1 : pixel[1]));
        Axis y = new Axis(Role.Y, first.rows(), spacing(first, pixel == null ? 1 : pixel[0]));
        long values = (long) first.columns() * first.rows() * slices.size();
        if (values > Integer.MAX_VALUE - 8) {
            throw new IOException(path + " has " + values + " voxels, but at most 2^31 are read");
        }
        Space space = slices.size() == 1
                ? Space.of(x, y)
                : Space.of(x, y, new Axis(Role.Z, slices.size(), spacing(first, distance)));
        float[] data = space.zeros();
        for (int i = 0; i < slices.size(); i++) {
            decode(slices.get(i), data, i * first.rows() * first.columns());
        }
        return new DicomSeries(new Image(space, data), facts(first, pixel, slices.size()));
    }

    private static Map<String, String> facts(Slice first, double[] pixel, int slices) {
        Map<String, String> facts = new LinkedHashMap<>();
        String modality = first.file().text(MODALITY);
        facts.put("modality", modality.isEmpty() ? "not stated" : modality);
        facts.put("values", modality.equals("CT") ? "Hounsfield units" : "slope x stored + intercept");
        if (pixel == null) {
            facts.put("missing", "PixelSpacing: 1 mm is assumed");
        }
        if (slices > 1 && first.file().text(POSITION).isEmpty()) {
            facts.put("order", "by InstanceNumber, as the files have no positions");
        }
        return facts;
    }

    private static double spacing(Slice slice, double mm) throws IOException {
        if (!(mm > 0)) {
            throw new IOException(
                    slice.file().file() + " has a spacing of " + mm + " mm, but it must be greater than 0");
        }
        return mm;
    }

    private static Slice slice(DicomFile dicom) throws IOException {
        Path file = dicom.file();
        int rows = dicom.shortNumber(ROWS, 0);
        int columns = dicom.shortNumber(COLUMNS, 0);
        int bits = dicom.shortNumber(ALLOCATED, 0);
        if (!dicom.hasPixels() || rows == 0 || columns == 0) {
            throw new IOException(file + " is a DICOM file without a picture");
        }
        if (dicom.shortNumber(SAMPLES, 1) != 1) {
            throw new IOException(file + " is a colour image, but a grey one is needed");
        }
        String frames = dicom.text(FRAMES);
        if (!frames.isEmpty() && !frames.equals("1")) {
            throw new IOException(file + " holds " + frames + " frames, but files of one slice each are read");
        }
        if (bits != 8 && bits != 16 && bits != 32) {
            throw new IOException(file + " has pixels of " + bits + " bits, but 8, 16 and 32 are read");
        }
        int stored = dicom.shortNumber(STORED, bits);
        if (stored < 1 || stored > bits) {
            throw new IOException(file + " contradicts itself: " + stored + " bits are stored in " + bits);
        }
        long bytes = (long) rows * columns * (bits / 8);
        if (bytes > dicom.pixelLength() || bytes > Integer.MAX_VALUE - 8) {
            throw new IOException(file + " is cut short: " + rows + " x " + columns + " pixels of " + bits
                    + " bits do not fit into " + dicom.pixelLength() + " bytes");
        }
        return new Slice(dicom, place(dicom), rows, columns, (int) bytes);
    }

    /** Where the slice is along the normal, in mm; its number if it has no position. */
    private static double place(DicomFile dicom) throws IOException {
        double[] p = dicom.numbers(POSITION, 3);
        if (p == null) {
            double[] number = dicom.numbers(INSTANCE, 1);
            return number == null ? 0 : number[0];
        }
        double[] o = dicom.numbers(ORIENTATION, 6);
        if (o == null) {
            return p[2];
        }
        return (o[1] * o[5] - o[2] * o[4]) * p[0]
                + (o[2] * o[3] - o[0] * o[5]) * p[1]
                + (o[0] * o[4] - o[1] * o[3]) * p[2];
    }

    private static void requireOneSeries(Path path, List<Slice> slices) throws IOException {
        Slice first = slices.get(0);
        String series = first.file().text(SERIES);
        boolean positions = !first.file().text(POSITION).isEmpty();
        for (Slice s : slices) {
            if (!s.file().text(SERIES).equals(series)) {
                throw new IOException(path + " holds more than one DICOM series, those of "
                        + first.file().file().getFileName() + " and of "
                        + s.file().file().getFileName()
                        + ": put each into a folder of its own");
            }
            if (!s.fits(first)) {
                throw new IOException(path + " has slices of different size: "
                        + first.file().file().getFileName() + " has " + first.rows() + " x " + first.columns()
                        + " pixels, " + s.file().file().getFileName() + " has " + s.rows() + " x " + s.columns());
            }
            if (s.file().text(POSITION).isEmpty() == positions) {
                throw new IOException(path + " has slices with a position and slices without");
            }
        }
    }

    /** The distance of neighbouring slices in mm. */
    private static double distance(Path path, List<Slice> sorted) throws IOException {
        int n = sorted.size();
        if (n == 1) {
            return 1;
        }
        double mean = (sorted.get(n - 1).place() - sorted.get(0).place()) / (n - 1);
        for (int i = 1; i < n; i++) {
            double d = sorted.get(i).place() - sorted.get(i - 1).place();
            if (!(Math.abs(d - mean) <= UNEVEN * mean) || !(d > 0)) {
                throw new IOException(path + " has slices that are not evenly spaced: "
                        + sorted.get(i).file().file().getFileName() + " is " + PointSource.number(d)
                        + " behind the one before, but " + PointSource.number(mean) + " is the mean");
            }
        }
        if (!sorted.get(0).file().text(POSITION).isEmpty()) {
            return mean;
        }
        double[] thickness = sorted.get(0).file().numbers(THICKNESS, 1);
        return thickness == null ? 1 : thickness[0];
    }

    private static void decode(Slice slice, float[] out, int at) throws IOException {
        DicomFile dicom = slice.file();
        int bits = dicom.shortNumber(ALLOCATED, 16);
        int unused = bits - dicom.shortNumber(STORED, bits);
        boolean signed = dicom.shortNumber(SIGNED, 0) == 1;
        double[] slope = dicom.numbers(SLOPE, 1);
        double[] intercept = dicom.numbers(INTERCEPT, 1);
        double a = slope == null ? 1 : slope[0];
        double b = intercept == null ? 0 : intercept[0];
        ByteBuffer pixels = dicom.pixels(slice.bytes());
        int shift = 32 - bits + unused;
        for (int i = 0; i < slice.rows() * slice.columns(); i++) {
            int v =
                    switch (bits) {
                        case 8 -> pixels.get();
                        case 16 -> pixels.getShort();
                        default -> pixels.getInt();
                    };
            // Bits above those stored may hold anything.
            double stored = signed ? v << shift >> shift : Integer.toUnsignedLong(v << shift >>> shift);
            out[at + i] = (float) (a * stored + b);
        }
    }
}
