package org.preimage.operators.file;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import io.jhdf.api.WritableGroup;
import io.jhdf.checksum.ChecksumUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;

/** Small valid files of every format, of a scan of {@value #VIEWS} views, {@value #ROWS} rows, {@value #CELLS} cells. */
public final class Samples {
    static final int VIEWS = 5;
    static final int ROWS = 4;
    static final int CELLS = 6;

    private Samples() {}

    /** The value of a cell. */
    static int value(int view, int row, int cell) {
        return 37 * view + 7 * row + cell + 1;
    }

    static double[] angles() {
        return new double[] {0, 30, 60, 95, 130};
    }

    static float[][][] frames() {
        float[][][] all = new float[VIEWS][ROWS][CELLS];
        for (int k = 0; k < VIEWS; k++) {
            for (int r = 0; r < ROWS; r++) {
                for (int c = 0; c < CELLS; c++) {
                    all[k][r][c] = value(k, r, c);
                }
            }
        }
        return all;
    }

    /** All values as unsigned 16-bit numbers, the cell fastest. */
    static byte[] shorts(ByteOrder order) {
        ByteBuffer out = ByteBuffer.allocate(2 * VIEWS * ROWS * CELLS).order(order);
        for (int k = 0; k < VIEWS; k++) {
            for (int r = 0; r < ROWS; r++) {
                for (int c = 0; c < CELLS; c++) {
                    out.putShort((short) value(k, r, c));
                }
            }
        }
        return out.array();
    }

    static Path npy(Path file, boolean fortran) throws IOException {
        String header = "{'descr': '>u2', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" + VIEWS
                + ", " + ROWS + ", " + CELLS + "), }";
        header += " ".repeat(117 - header.length()) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        out.write(header.getBytes(StandardCharsets.ISO_8859_1));
        if (fortran) {
            ByteBuffer values = ByteBuffer.allocate(2 * VIEWS * ROWS * CELLS);
            for (int c = 0; c < CELLS; c++) {
                for (int r = 0; r < ROWS; r++) {
                    for (int k = 0; k < VIEWS; k++) {
                        values.putShort((short) value(k, r, c));
                    }
                }
            }
            out.write(values.array());
        } else {
            out.write(shorts(ByteOrder.BIG_ENDIAN));
        }
        return Files.write(file, out.toByteArray());
    }

    static Path dxchange(Path file, boolean packed) {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            WritableGroup exchange = hdf.putGroup("exchange");
            if (packed) {
                short[][][] counts = new short[VIEWS][ROWS][CELLS];
                for (int k = 0; k < VIEWS; k++) {
                    for (int r = 0; r < ROWS; r++) {
                        for (int c = 0; c < CELLS; c++) {
                            counts[k][r][c] = (short) value(k, r, c);
                        }
                    }
                }
                exchange.putDataset(
                        "data",
                        counts,
                        DatasetCreationOptions.builder()
                                .unsigned()
                                .chunkDimensions(2, 3, 4)
                                .shuffle()
                                .deflate()
                                .build());
            } else {
                exchange.putDataset("data", frames());
            }
            float[][][] flat = new float[2][ROWS][CELLS];
            float[][][] dark = new float[1][ROWS][CELLS];
            for (int r = 0; r < ROWS; r++) {
                Arrays.fill(flat[0][r], 1000 + r);
                Arrays.fill(flat[1][r], 2000 + r);
            }
            exchange.putDataset("data_white", flat);
            exchange.putDataset("data_dark", dark);
            exchange.putDataset("theta", angles());
        }
        return file;
    }

    /** What fills a structure in MATLAB. */
    public interface Content {
        void put(WritableHdfFile hdf);
    }

    /** An HDF5 file behind MATLAB's block of 512 bytes. */
    public static Path mat73(Path file, Content content) throws IOException {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
            content.put(hdf);
        }
        byte[] plain = Files.readAllBytes(file);
        ByteBuffer all = ByteBuffer.allocate(512 + plain.length).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = "MATLAB 7.3 MAT-file, Platform: GLNXA64, Created by a test HDF5 schema 1.00 ."
                .getBytes(StandardCharsets.ISO_8859_1);
        all.put(text);
        all.put(512, plain);
        // The superblock says how long the block before it is, under a checksum.
        all.putLong(512 + 12, 512);
        all.putInt(512 + 44, ChecksumUtils.checksum(Arrays.copyOfRange(all.array(), 512, 512 + 44)));
        return Files.write(file, all.array());
    }

    /** proj(rows, cells, angles) and theta in radians, as MATLAB stores them: axes reversed. */
    static Path mat73Stack(Path file) throws IOException {
        return mat73(file, hdf -> {
            double[][][] proj = new double[VIEWS][CELLS][ROWS];
            for (int k = 0; k < VIEWS; k++) {
                for (int c = 0; c < CELLS; c++) {
                    for (int r = 0; r < ROWS; r++) {
                        proj[k][c][r] = value(k, r, c);
                    }
                }
            }
            hdf.putDataset("proj", proj);
            hdf.putDataset(
                    "thetaRad",
                    new double[][] {Arrays.stream(angles()).map(Math::toRadians).toArray()});
        });
    }

    /** A structure as the Helsinki Tomography Challenge has it; the sinogram is of row 0. */
    static Path mat73Fan(Path file) throws IOException {
        return mat73(file, hdf -> {
            double[][] sinogram = new double[CELLS][VIEWS];
            for (int k = 0; k < VIEWS; k++) {
                for (int c = 0; c < CELLS; c++) {
                    sinogram[c][k] = value(k, 0, c);
                }
            }
            WritableGroup data = hdf.putGroup("CtDataFull");
            data.putDataset("sinogram", sinogram);
            WritableGroup p = data.putGroup("parameters");
            p.putDataset("angles", new double[][] {angles()});
            p.putDataset("distanceSourceOrigin", new double[][] {{410.66}});
            p.putDataset("distanceSourceDetector", new double[][] {{553.74}});
            p.putDataset("pixelSize", new double[][] {{0.05}});
            p.putDataset("pixelSizePost", new double[][] {{0.2}});
            p.putDataset("numDetectorsPost", new double[][] {{CELLS}});
        });
    }

    /** The same structure in MATLAB's version 5. */
    static Path mat5Fan(Path file, boolean packed, ByteOrder order) throws IOException {
        Mat5Writer w = new Mat5Writer(order);
        float[] sinogram = new float[VIEWS * CELLS];
        for (int c = 0; c < CELLS; c++) {
            for (int k = 0; k < VIEWS; k++) {
                sinogram[c * VIEWS + k] = value(k, 0, c);
            }
        }
        byte[] parameters = w.struct(
                "",
                new String[] {
                    "angles",
                    "distanceSourceOrigin",
                    "distanceSourceDetector",
                    "distanceUnit",
                    "pixelSizePost",
                    "numDetectorsPost"
                },
                w.doubles("", 1, VIEWS, angles()),
                w.doubles("", 1, 1, 41.066),
                w.doubles("", 1, 1, 55.374),
                w.text("", "cm"),
                w.doubles("", 1, 1, 0.02),
                w.bytes("", CELLS));
        byte[] data = w.struct(
                "CtDataLimited",
                new String[] {"type", "sinogram", "parameters"},
                w.text("", "2D"),
                w.floats("", VIEWS, CELLS, sinogram),
                parameters);
        return Files.write(file, w.file(packed, w.doubles("note", 2, 2, 1, 2, 3, 4), data));
    }

    /** Writes MATLAB 5 elements. */
    record Mat5Writer(ByteOrder order) {
        byte[] element(int type, byte[] content) {
            int padded = type == 15 ? content.length : (content.length + 7) / 8 * 8;
            return ByteBuffer.allocate(8 + padded)
                    .order(order)
                    .putInt(type)
                    .putInt(content.length)
                    .put(content)
                    .array();
        }

        /** Up to four bytes within the tag. */
        byte[] shortElement(int type, byte[] content) {
            return ByteBuffer.allocate(8)
                    .order(order)
                    .putInt(content.length << 16 | type)
                    .put(content)
                    .array();
        }

        byte[] matrix(int kind, String name, int rows, int columns, byte[]... content) {
            byte[] flags = ByteBuffer.allocate(8).order(order).putInt(kind).array();
            byte[] sizes = ByteBuffer.allocate(8)
                    .order(order)
                    .putInt(rows)
                    .putInt(columns)
                    .array();
            byte[] letters = name.getBytes(StandardCharsets.ISO_8859_1);
            byte[] head = join(
                    element(6, flags),
                    element(5, sizes),
                    letters.length > 0 && letters.length <= 4 ? shortElement(1, letters) : element(1, letters));
            return element(14, join(head, join(content)));
        }

        byte[] doubles(String name, int rows, int columns, double... values) {
            ByteBuffer b = ByteBuffer.allocate(8 * values.length).order(order);
            Arrays.stream(values).forEach(b::putDouble);
            return matrix(6, name, rows, columns, element(9, b.array()));
        }

        byte[] floats(String name, int rows, int columns, float... values) {
            ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(order);
            for (float v : values) {
                b.putFloat(v);
            }
            return matrix(7, name, rows, columns, element(7, b.array()));
        }

        /** A number that MATLAB squeezed into a byte. */
        byte[] bytes(String name, int value) {
            return matrix(6, name, 1, 1, shortElement(2, new byte[] {(byte) value}));
        }

        byte[] text(String name, String text) {
            ByteBuffer b = ByteBuffer.allocate(2 * text.length()).order(order);
            text.chars().forEach(c -> b.putShort((short) c));
            return matrix(4, name, 1, text.length(), element(4, b.array()));
        }

        byte[] struct(String name, String[] fields, byte[]... values) {
            byte[] names = new byte[32 * fields.length];
            for (int i = 0; i < fields.length; i++) {
                byte[] letters = fields[i].getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(letters, 0, names, 32 * i, letters.length);
            }
            byte[] length = ByteBuffer.allocate(4).order(order).putInt(32).array();
            return matrix(2, name, 1, 1, shortElement(5, length), element(1, names), join(values));
        }

        byte[] file(boolean packed, byte[]... variables) throws IOException {
            ByteBuffer head = ByteBuffer.allocate(128).order(order);
            head.put("MATLAB 5.0 MAT-file, Platform: GLNXA64, Created by a test".getBytes(StandardCharsets.ISO_8859_1));
            head.putShort(124, (short) 0x100).putShort(126, (short) ('M' << 8 | 'I'));
            byte[] all = head.array();
            for (byte[] variable : variables) {
                all = join(all, packed ? element(15, deflated(variable)) : variable);
            }
            return all;
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] deflated(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(content);
        }
        return out.toByteArray();
    }

    /** A page of a TIFF or BigTIFF file: unsigned 16-bit numbers, one strip for every {@code perStrip} rows. */
    static Path tiff(Path file, boolean big, ByteOrder order, int perStrip, int firstView, int views)
            throws IOException {
        int strips = (ROWS + perStrip - 1) / perStrip;
        int tags = 9;
        int directory = big ? 8 + 20 * tags + 8 : 2 + 12 * tags + 4;
        int offsetBytes = big ? 8 : 4;
        int pageBytes = directory + 2 * strips * offsetBytes + 2 * ROWS * CELLS;
        int start = big ? 16 : 8;
        ByteBuffer out = ByteBuffer.allocate(start + views * pageBytes).order(order);
        out.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d));
        out.putShort((short) (big ? 43 : 42));
        if (big) {
            out.putShort((short) 8).putShort((short) 0).putLong(start);
        } else {
            out.putInt(start);
        }
        for (int p = 0; p < views; p++) {
            int page = start + p * pageBytes;
            int lists = page + directory;
            int data = lists + 2 * strips * offsetBytes;
            out.position(page);
            if (big) {
                out.putLong(tags);
            } else {
                out.putShort((short) tags);
            }
            int[][] plain = {
                {256, CELLS}, {257, ROWS}, {258, 16}, {259, 1}, {262, 1}, {278, perStrip}, {339, 1},
            };
            for (int[] tag : plain) {
                tag(out, big, tag[0], 3, 1, tag[1]);
            }
            int type = big ? 16 : 4;
            int stripBytes = 2 * perStrip * CELLS;
            tag(out, big, 273, type, strips, strips == 1 ? data : lists);
            tag(out, big, 279, type, strips, strips == 1 ? 2 * ROWS * CELLS : lists + strips * offsetBytes);
            long next = p + 1 < views ? page + pageBytes : 0;
            if (big) {
                out.putLong(next);
            } else {
                out.putInt((int) next);
            }
            for (int i = 0; i < 2 * strips; i++) {
                int s = i % strips;
                int bytes = Math.min(stripBytes, 2 * ROWS * CELLS - s * stripBytes);
                long v = i < strips ? data + s * stripBytes : bytes;
                if (big) {
                    out.putLong(v);
                } else {
                    out.putInt((int) v);
                }
            }
            out.put(shorts(order), 2 * (firstView + p) * ROWS * CELLS, 2 * ROWS * CELLS);
        }
        return Files.write(file, out.array());
    }

    private static void tag(ByteBuffer out, boolean big, int tag, int type, long count, long value) {
        out.putShort((short) tag).putShort((short) type);
        int end = out.position() + (big ? 16 : 8);
        if (big) {
            out.putLong(count);
        } else {
            out.putInt((int) count);
        }
        if (type == 3) {
            out.putShort((short) value);
        } else if (type == 16) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
        out.position(end);
    }

    static String xtekct(String more) {
        return "[XTekCT]\r\nName=part\r\nInputFolderName=\r\nProjections=" + VIEWS + "\r\nDetectorPixelsX=" + CELLS
                + "\r\nDetectorPixelsY=" + ROWS + "\r\nDetectorPixelSizeX=0.2\r\nDetectorPixelSizeY=0.4\r\n"
                + "SrcToObject=100\r\nSrcToDetector=400\r\nInitialAngle=10\r\nAngularStep=72\r\nWhiteLevel=60000\r\n"
                + "XraykV=120\r\n" + more + "[Xrays]\r\nXraykV=9\r\n";
    }

    /** A folder with part.xtekct and one TIFF file for each view. */
    static Path nikon(Path folder, String more) throws IOException {
        Files.createDirectories(folder);
        for (int k = 0; k < VIEWS; k++) {
            tiff(folder.resolve("part_" + (k + 8) + ".tif"), false, ByteOrder.LITTLE_ENDIAN, ROWS, k, 1);
        }
        return Files.writeString(folder.resolve("part.xtekct"), xtekct(more));
    }

    /** A slice of 3 rows and 4 columns of 12 bits, value 100 slice + index, in the transfer syntax of this name. */
    static Path dicom(Path file, boolean explicit, int slice, String syntax) throws IOException {
        DicomWriter w = new DicomWriter(explicit);
        ByteBuffer pixels = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 12; i++) {
            // The upper four bits are not part of the value.
            pixels.putShort((short) (0xf000 | 100 * slice + i));
        }
        byte[] body = join(
                w.text(0x00080060, "CS", "CT"),
                w.sequence(0x00081110, w.text(0x00081150, "UI", "1.2.3")),
                w.text(0x0020000e, "UI", "1.2.840.7"),
                w.text(0x00200013, "IS", Integer.toString(9 - slice)),
                w.text(0x00200032, "DS", "-1\\-2\\" + 2.5 * slice),
                w.text(0x00200037, "DS", "1\\0\\0\\0\\1\\0"),
                w.shortNumber(0x00280002, 1),
                w.shortNumber(0x00280010, 3),
                w.shortNumber(0x00280011, 4),
                w.text(0x00280030, "DS", "0.5\\0.75"),
                w.shortNumber(0x00280100, 16),
                w.shortNumber(0x00280101, 12),
                w.shortNumber(0x00280103, 0),
                w.text(0x00281052, "DS", "-1024"),
                w.text(0x00281053, "DS", "2"),
                w.element(0x7fe00010, "OW", pixels.array()));
        byte[] preamble = new byte[132];
        System.arraycopy("DICM".getBytes(StandardCharsets.ISO_8859_1), 0, preamble, 128, 4);
        return Files.write(file, join(preamble, new DicomWriter(true).text(0x00020010, "UI", syntax), body));
    }

    /** Writes DICOM elements. */
    record DicomWriter(boolean explicit) {
        byte[] element(int tag, String type, byte[] content) {
            boolean wide = type.equals("OW") || type.equals("SQ");
            ByteBuffer out = ByteBuffer.allocate(12 + content.length).order(ByteOrder.LITTLE_ENDIAN);
            out.putShort((short) (tag >>> 16)).putShort((short) tag);
            if (!explicit) {
                out.putInt(content.length);
            } else {
                out.put(type.getBytes(StandardCharsets.ISO_8859_1));
                if (wide) {
                    out.putShort((short) 0).putInt(content.length);
                } else {
                    out.putShort((short) content.length);
                }
            }
            out.put(content);
            return Arrays.copyOf(out.array(), out.position());
        }

        byte[] text(int tag, String type, String text) {
            String even = text.length() % 2 == 0 ? text : text + (type.equals("UI") ? "\0" : " ");
            return element(tag, type, even.getBytes(StandardCharsets.ISO_8859_1));
        }

        byte[] shortNumber(int tag, int value) {
            return element(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
        }

        /** One item, both of a length that is not stated. */
        byte[] sequence(int tag, byte[] item) {
            byte[] head = element(tag, "SQ", new byte[0]);
            Arrays.fill(head, head.length - 4, head.length, (byte) 0xff);
            return join(
                    head,
                    new byte[] {(byte) 0xfe, (byte) 0xff, 0, (byte) 0xe0, -1, -1, -1, -1},
                    item,
                    new byte[] {(byte) 0xfe, (byte) 0xff, 0x0d, (byte) 0xe0, 0, 0, 0, 0},
                    new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xdd, (byte) 0xe0, 0, 0, 0, 0});
        }
    }
}
