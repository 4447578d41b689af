package org.preimage.operators.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Raw scans of every format that is read, recognised by what files hold and not by their names alone:
 *
 * <ul>
 *   <li>DXchange HDF5; any other HDF5 file, of which an array of axes (angles, rows, cells) must be named;
 *   <li>MATLAB .mat, version 5 and 7.3: see the sizes in {@link ScanFile#facts()} for which axis was taken for what;
 *   <li>NumPy .npy of shape (angles, cells) or (angles, rows, cells);
 *   <li>TIFF and BigTIFF: a single page is a sinogram, one view in each row; several pages are projections;
 *   <li>a folder of TIFF files, flats and darks recognised by name;
 *   <li>Nikon .xtekct with its TIFF files, or the folder of both.
 * </ul>
 *
 * <p>Values are counts where the numbers are integers or there are flats, and line integrals otherwise.
 */
public final class ScanFiles {
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

    private ScanFiles() {}

    /**
     * Opens a scan. An array of a .mat or HDF5 file is named after its file: {@code scan.mat:/sinogram}.
     *
     * @throws IOException with one sentence that names the file, if it is missing, damaged, contradicts itself, or is no
     *     scan
     */
    public static ScanFile open(Path path) throws IOException {
        String text = path.toString();
        int colon = text.lastIndexOf(":" + path.getFileSystem().getSeparator());
        if (colon > 1 && !Files.exists(path)) {
            Path file = path.getFileSystem().getPath(text.substring(0, colon));
            return open(file, text.substring(colon + 1).replace('\\', '/'));
        }
        return open(path, null);
    }

    /**
     * Opens a scan, of whose arrays one is named.
     *
     * @param array as "/sinogram"; null to choose it, for formats of one array too
     * @throws IOException as of {@link #open(Path)}
     */
    public static ScanFile open(Path path, String array) throws IOException {
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        Channels.requireFile(path);
        byte[] head = head(path);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("MATLAB 5.0 MAT-file")) {
            return MatScan.open(path, new Mat5(path), array);
        }
        if (isHdf5(head)) {
            return hdf5(path, text.startsWith("MATLAB"), array);
        }
        if (array != null) {
            throw new IOException(path + " has no named arrays: only MATLAB and HDF5 files do");
        }
        if (text.startsWith("\u0093NUMPY")) {
            return NpyFrames.open(path);
        }
        if (text.startsWith("II*\0")
                || text.startsWith("MM\0*")
                || text.startsWith("II+\0")
                || text.startsWith("MM\0+")) {
            return tiff(path);
        }
        if (text.startsWith("DICM", 128)) {
            throw new IOException(path + " is a DICOM image, which is a reconstructed slice and no scan");
        }
        if (Xtekct.isXtekct(path) || text.regionMatches(true, 0, "[XTekCT]", 0, 8)) {
            return Xtekct.open(path);
        }
        throw new IOException(path + " is not a scan that is read: neither HDF5, MATLAB, .npy, TIFF nor .xtekct");
    }

    private static byte[] head(Path file) throws IOException {
        try (FileChannel channel = Channels.open(file)) {
            ByteBuffer head = ByteBuffer.allocate((int) Math.min(2056, channel.size()));
            Channels.fill(channel, file, head, "the header");
            return head.array();
        }
    }

    /** Whether a file is HDF5, of whatever content. */
    static boolean isHdf5(Path file) throws IOException {
        return isHdf5(head(file));
    }

    /** HDF5's mark is at the beginning, or behind a block of the user's of 512 bytes or a power of two more. */
    private static boolean isHdf5(byte[] head) {
        for (int at : new int[] {0, 512, 1024, 2048}) {
            if (head.length >= at + 8 && Arrays.equals(head, at, at + 8, HDF5, 0, 8)) {
                return true;
            }
        }
        return false;
    }

    private static ScanFile hdf5(Path file, boolean matlab, String array) throws IOException {
        if (matlab) {
            return arrays(file, "MATLAB 7.3 .mat (HDF5)", array);
        }
        if (array != null) {
            return NamedArray.open(file, array);
        }
        if (Dxchange.isDxchange(file)) {
            return Dxchange.open(file);
        }
        try (Hdf5 hdf = new Hdf5(file)) {
            throw new IOException(file + " is HDF5 without /exchange/data: name an array as " + file.getFileName()
                    + ":/NAME; there are: " + MatArrays.listShapes(new MatHdf5(hdf, "HDF5").entries()));
        }
    }

    private static ScanFile arrays(Path file, String format, String array) throws IOException {
        Hdf5 hdf = new Hdf5(file);
        MatHdf5 arrays;
        try {
            arrays = new MatHdf5(hdf, format);
        } catch (IOException | RuntimeException e) {
            hdf.close();
            throw e;
        }
        return MatScan.open(file, arrays, array);
    }

    private static ScanFile tiff(Path file) throws IOException {
        TiffFrames pages = new TiffFrames(List.of(file));
        boolean sinogram = pages.count() == 1;
        return FramesScan.of(
                        file,
                        sinogram ? "TIFF" : "TIFF stack",
                        pages.isInteger() ? ScanFile.Quantity.COUNTS : ScanFile.Quantity.LINE_INTEGRALS,
                        sinogram ? new SinogramFrames(pages) : pages)
                .withFact(
                        "axes",
                        sinogram ? "one page, taken as a sinogram (angles, cells)" : "pages taken as projections");
    }

    private static ScanFile folder(Path folder) throws IOException {
        List<Path> files = TiffFolder.list(folder);
        List<Path> headers = files.stream().filter(Xtekct::isXtekct).toList();
        if (headers.size() == 1) {
            return Xtekct.open(headers.get(0));
        }
        if (headers.size() > 1) {
            throw new IOException(folder + " holds " + headers.size() + " .xtekct files: name one of them");
        }
        if (DicomSeries.isSeries(folder)) {
            throw new IOException(folder + " holds DICOM images, which are reconstructed slices and no scan");
        }
        return TiffFolder.open(folder);
    }
}
