package org.preimage.plugins.mri;

import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFiles;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.space.Image;
import org.preimage.plugins.PlaneStack;

/**
 * Raw k-space as a virtual stack: channels are parts of the complex numbers, then come slices (and the planes of a volume along kz),
 * then coils. All coils of a slice are read when one of them is looked at; the file is open only then.
 */
final class KSpaceStack extends PlaneStack {
    /** What is shown of complex numbers. */
    enum Values {
        REAL_AND_IMAGINARY("real and imaginary", "real", "imaginary"),
        MAGNITUDE_AND_PHASE("magnitude and phase", "magnitude", "phase"),
        LOG_MAGNITUDE("log magnitude", "log10 of magnitude over largest");

        /** Smaller ones count as this much of the largest: what was not measured is zero. */
        static final double FLOOR = 1e-6;

        final String words;
        final String[] channels;

        Values(String words, String... channels) {
            this.words = words;
            this.channels = channels;
        }

        static Values named(String words) {
            for (Values v : values()) {
                if (v.words.equals(words)) {
                    return v;
                }
            }
            throw new IllegalArgumentException("values are \"" + words
                    + "\", but must be real and imaginary, magnitude and phase, or log magnitude");
        }

        private float of(int channel, float re, float im, double largest) {
            return switch (this) {
                case REAL_AND_IMAGINARY -> channel == 0 ? re : im;
                case MAGNITUDE_AND_PHASE -> (float) (channel == 0 ? Math.hypot(re, im) : Math.atan2(im, re));
                case LOG_MAGNITUDE -> (float) Math.log10(Math.max(FLOOR, Math.hypot(re, im) / largest));
            };
        }
    }

    private final Path file;
    private final KSpaceGeometry geometry;
    private final Values values;
    private final int width;
    private final int height;

    private int slice = -1;
    private Image block;
    private double largest;

    /**
     * @param open the file, which is not kept
     * @throws IOException if its first slice cannot be read
     */
    KSpaceStack(KSpaceFile open, KSpaceGeometry geometry, Values values) throws IOException {
        this(open.path(), geometry, values, open.kspace(KSpaceFrame.FIRST));
    }

    private KSpaceStack(Path file, KSpaceGeometry geometry, Values values, Image first) {
        super(first.space().size(0), first.space().size(1), planes(geometry, values));
        this.file = file;
        this.geometry = geometry;
        this.values = values;
        width = first.space().size(0);
        height = first.space().size(1);
        keep(0, first);
    }

    private static int planes(KSpaceGeometry geometry, Values values) {
        return values.channels.length * geometry.slices() * geometry.depth() * geometry.coils();
    }

    private void keep(int number, Image data) {
        slice = number;
        block = data;
        largest = Double.MIN_NORMAL;
        for (int i = 0; i < data.data().length; i += 2) {
            largest = Math.max(largest, Math.hypot(data.data()[i], data.data()[i + 1]));
        }
    }

    @Override
    protected String label(int index) {
        int plane = index / values.channels.length;
        int along = geometry.slices() * geometry.depth();
        int z = plane % along;
        return "coil " + (plane / along + 1) + ", slice " + (z / geometry.depth() + 1)
                + (geometry.depth() > 1 ? ", kz " + (z % geometry.depth() - geometry.depth() / 2) : "") + ", "
                + values.channels[index % values.channels.length];
    }

    /** @throws UncheckedIOException with one sentence that names the file, if it cannot be read any more */
    @Override
    protected ImageProcessor plane(int index) {
        int channel = index % values.channels.length;
        int plane = index / values.channels.length;
        int depth = geometry.depth();
        int z = plane % (geometry.slices() * depth);
        if (z / depth != slice) {
            try (KSpaceFile open = KSpaceFiles.open(file)) {
                keep(z / depth, open.kspace(KSpaceFrame.FIRST.withSlice(z / depth)));
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        int coil = plane / (geometry.slices() * depth);
        int from = 2 * width * height * (z % depth + depth * coil);
        float[] data = block.data();
        float[] out = new float[width * height];
        for (int i = 0; i < out.length; i++) {
            out[i] = values.of(channel, data[from + 2 * i], data[from + 2 * i + 1], largest);
        }
        return new FloatProcessor(width, height, out);
    }
}
