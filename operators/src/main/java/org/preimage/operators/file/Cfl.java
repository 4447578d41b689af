package org.preimage.operators.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Arrays of the BART toolbox (https://mrirecon.github.io/bart): NAME.cfl with complex float32 values, first dimension fastest as
 * here, and NAME.hdr with the sizes of up to sixteen dimensions. A path may name either file, or NAME.
 *
 * <p>The files say neither what their numbers are nor how far samples are apart: spacings are 1. The roles are those that BART
 * gives its dimensions: 0 to 2 are x, y, z or their frequencies, 3 coils, 4 maps, 5 echoes (CHANNEL), 6 coefficients (COMPONENT), 10
 * time. Data along a trajectory have the size 1 in dimension 0, samples in 1, shots in 2.
 */
public final class Cfl {
    private static final NumberType COMPLEX = new NumberType('c', 8, ByteOrder.LITTLE_ENDIAN);

    private Cfl() {}

    /**
     * Reads an image, without the axes of size 1.
     *
     * @throws IOException with one sentence that names the file, if one of both is missing or damaged, or they contradict each
     *     other
     */
    public static Image read(Path file) throws IOException {
        return read(CflHeader.read(file), false, false);
    }

    /**
     * Reads k-space, without the axes of size 1: KX, KY, KZ instead of X, Y, Z, or SAMPLE and SHOT where the first dimension is 1.
     *
     * @throws IOException as of {@link #read}
     */
    public static Image readKSpace(Path file) throws IOException {
        return read(CflHeader.read(file), true, false);
    }

    /**
     * Reads an array with all of BART's sixteen axes.
     *
     * @throws IOException as of {@link #read}
     */
    public static Image readAllDimensions(Path file) throws IOException {
        return read(CflHeader.read(file), false, true);
    }

    private static Image read(CflHeader header, boolean frequencies, boolean all) throws IOException {
        Space space;
        try {
            space = space(header.dimensions(), frequencies, all);
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot read " + header.values() + ": " + e.getMessage(), e);
        }
        return read(header, space, 0);
    }

    /** Reads a part that lies in one piece, from a number on. */
    static Image read(CflHeader header, Space space, long firstNumber) throws IOException {
        float[] data = space.zeros();
        try (FileChannel channel = Channels.open(header.values())) {
            channel.position(8 * firstNumber);
            Npy.readNumbers(channel, header.values(), COMPLEX, data, 0, data.length);
        }
        return new Image(space, data);
    }

    /** Whether dimensions are those of data along a trajectory. */
    static boolean isAlongTrajectory(int[] dimensions) {
        return dimensions[0] == 1 && dimensions[1] > 1;
    }

    static Space space(int[] dimensions, boolean frequencies, boolean all) {
        boolean along = frequencies && isAlongTrajectory(dimensions);
        List<Axis> axes = new ArrayList<>();
        for (BartDimension d : BartDimension.values()) {
            int size = dimensions[d.ordinal()];
            if (all || size > 1) {
                Role role = frequencies ? d.frequency() : d.position();
                if (along && d == BartDimension.PHASE1) {
                    role = Role.SAMPLE;
                } else if (along && d == BartDimension.PHASE2) {
                    role = Role.SHOT;
                }
                axes.add(new Axis(role, size));
            }
        }
        if (axes.isEmpty()) {
            axes.add(new Axis(frequencies ? Role.KX : Role.X, 1));
        }
        return new Space(axes, Field.COMPLEX);
    }

    /**
     * Writes an image; the roles of its axes say which of BART's dimensions they become, real values become complex ones.
     *
     * <p>Both files are written under other names first. The values take their place before the header does: where a header is new, so
     * are the values, and if the second step never comes, the sizes disagree or there is no header.
     *
     * @throws IOException with one sentence that names the file, if it cannot be written, or BART has no dimension for an axis
     */
    public static void write(Path file, Image image) throws IOException {
        Image written = inOrder(file, image.complex());
        int[] dimensions = new int[BartDimension.COUNT];
        Arrays.fill(dimensions, 1);
        for (Axis axis : written.space().axes()) {
            dimensions[BartDimension.of(axis.role()).ordinal()] = axis.size();
        }
        String text = "# Dimensions\n"
                + IntStream.of(dimensions).mapToObj(Integer::toString).collect(Collectors.joining(" ")) + "\n";
        try (PartFile values = new PartFile(CflHeader.sibling(file, ".cfl"));
                PartFile header = new PartFile(CflHeader.sibling(file, ".hdr"))) {
            try {
                try (OutputStream out = new BufferedOutputStream(
                        Files.newOutputStream(values.path(), StandardOpenOption.CREATE_NEW), 1 << 16)) {
                    Channels.writeFloats(out, written.data(), ByteOrder.LITTLE_ENDIAN);
                }
                Files.writeString(header.path(), text, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW);
                values.commit();
                header.commit();
            } catch (IOException e) {
                throw values.named(e);
            }
        }
    }

    /** The same values with their axes in the order of BART's dimensions. */
    private static Image inOrder(Path file, Image image) throws IOException {
        List<Axis> axes = image.space().axes();
        int n = axes.size();
        int[] place = new int[n];
        try {
            for (int i = 0; i < n; i++) {
                place[i] = BartDimension.of(axes.get(i).role()).ordinal();
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
        List<Integer> order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingInt(i -> place[i]))
                .toList();
        for (int k = 1; k < n; k++) {
            if (place[order.get(k)] == place[order.get(k - 1)]) {
                throw new IOException("cannot write " + file + ": the axes "
                        + axes.get(order.get(k - 1)).role() + " and "
                        + axes.get(order.get(k)).role() + " would be the same dimension of BART's");
            }
        }
        boolean sorted = IntStream.range(0, n).allMatch(k -> order.get(k) == k);
        return sorted ? image : permuted(image, order);
    }

    private static Image permuted(Image image, List<Integer> order) {
        Space from = image.space();
        Space to = new Space(order.stream().map(from.axes()::get).toList(), Field.COMPLEX);
        int n = order.size();
        int[] stride = new int[n];
        for (int k = 0; k < n; k++) {
            stride[k] = 2;
            for (int i = 0; i < order.get(k); i++) {
                stride[k] *= from.size(i);
            }
        }
        float[] out = to.zeros();
        int[] at = new int[n];
        for (int o = 0; o < out.length; o += 2) {
            int i = 0;
            for (int k = 0; k < n; k++) {
                i += at[k] * stride[k];
            }
            out[o] = image.data()[i];
            out[o + 1] = image.data()[i + 1];
            for (int k = 0; k < n && ++at[k] == to.size(k); k++) {
                at[k] = 0;
            }
        }
        return new Image(to, out);
    }
}
