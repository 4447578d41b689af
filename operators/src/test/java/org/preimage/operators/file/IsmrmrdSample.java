package org.preimage.operators.file;

import io.jhdf.api.Dataset;
import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.CompoundDataType.CompoundDataMember;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** ISMRMRD files that the format's reference implementation or h5py wrote (see ismrmrd.txt), whole or changed in single places. */
public final class IsmrmrdSample {
    private final Path file;
    private final byte[] bytes;

    private IsmrmrdSample(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** 16 x 16, 3 coils, every second line and 6 in the middle; the other lines in repetition 1; no noise. */
    public static IsmrmrdSample accelerated(Path file) throws IOException {
        return new IsmrmrdSample(file, unpacked("ismrmrd-accelerated.h5.gz"));
    }

    /** 16 x 16, 2 coils, a readout of noise, then all lines in 2 repetitions, with coordinates; noise of 0.01. */
    public static IsmrmrdSample coordinates(Path file) throws IOException {
        return new IsmrmrdSample(file, unpacked("ismrmrd-noise-coordinates.h5.gz"));
    }

    /** 4 planes of 6 spokes of 16 samples, 2 coils, in 1/m; a compressed table that h5py wrote. */
    public static IsmrmrdSample stack(Path file) throws IOException {
        return new IsmrmrdSample(file, unpacked("ismrmrd-stack.h5.gz"));
    }

    /** 10 x 12 x 4, 2 coils, lines 4 to 11 of the first phase encoding; written by h5py. */
    public static IsmrmrdSample partial(Path file) throws IOException {
        return new IsmrmrdSample(file, unpacked("ismrmrd-partial.h5.gz"));
    }

    private static byte[] unpacked(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(IsmrmrdSample.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    public Path write() throws IOException {
        return Files.write(file, bytes);
    }

    /** Replaces a text of the header by another, which is filled up with spaces. */
    public IsmrmrdSample header(String from, String to) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = all.indexOf(from);
        if (at < 0 || to.length() > from.length()) {
            throw new IllegalArgumentException(from + " cannot become " + to);
        }
        byte[] text = (to + " ".repeat(from.length() - to.length())).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, bytes, at, text.length);
        return this;
    }

    /** Another value of a number in the head of a readout, as "flags" or "idx/slice". */
    public IsmrmrdSample readout(int index, String name, long value) throws IOException {
        write();
        try (Hdf5 hdf = new Hdf5(file)) {
            Dataset table = hdf.find("/dataset/data");
            ByteBuffer row = hdf.rows(table, index, 1);
            byte[] pattern = new byte[row.remaining()];
            row.get(pattern);
            CompoundDataMember member = null;
            int offset = 0;
            CompoundDataType type = (CompoundDataType) table.getDataType();
            for (String part : ("head/" + name).split("/")) {
                type = member == null ? type : (CompoundDataType) member.getDataType();
                member = type.getMembers().stream()
                        .filter(m -> m.getName().equals(part))
                        .findFirst()
                        .orElseThrow();
                offset += member.getOffset();
            }
            // Rows stand in the file as they are; the references to the heap make each of them unique.
            int at = 0;
            while (!Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                at++;
            }
            byte[] number = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array();
            System.arraycopy(number, 0, bytes, at + offset, member.getDataType().getSize());
        }
        return this;
    }

    /** The coil images that were transformed: axes X, Y, COIL. */
    public static Image coilImages(Path file) throws IOException {
        try (Hdf5 hdf = new Hdf5(file)) {
            Dataset dataset = hdf.find("/dataset/coil_images");
            int[] shape = dataset.getDimensions();
            Map<?, ?> parts = (Map<?, ?>) dataset.getData();
            Space space = Space.of(
                            new Axis(Role.X, shape[3]), new Axis(Role.Y, shape[2]), new Axis(Role.COIL, shape[1]))
                    .complex();
            Image image = Image.zeros(space);
            for (int part = 0; part < 2; part++) {
                Object values = Array.get(parts.get(part == 0 ? "real" : "imag"), 0);
                int at = part;
                for (int c = 0; c < shape[1]; c++) {
                    for (int y = 0; y < shape[2]; y++) {
                        for (int x = 0; x < shape[3]; x++, at += 2) {
                            image.data()[at] = Array.getFloat(Array.get(Array.get(values, c), y), x);
                        }
                    }
                }
            }
            return image;
        }
    }
}
