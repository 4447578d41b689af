package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** Reads the pages of one TIFF file. */
final class TiffReader {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int DESCRIPTION = 270;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int X_RESOLUTION = 282;
    static final int Y_RESOLUTION = 283;
    static final int RESOLUTION_UNIT = 296;
    static final int PREDICTOR = 317;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int SAMPLE_FORMAT = 339;

    private TiffReader() {}

    static Image read(Path file) throws IOException {
        try (TiffFile tiff = new TiffFile(file)) {
            long[] offsets = tiff.pageOffsets();
            TiffPage first = tiff.page(offsets[0]);
            TiffFormat format = tiff.format(first);
            for (int p = 1; p < offsets.length; p++) {
                requireSame(tiff, format, tiff.format(tiff.page(offsets[p])));
            }
            long points = (long) format.width() * format.height() * offsets.length;
            long packing = format.compression() == 1 ? 1 : TiffFormat.PACKED;
            if (points > tiff.length() * packing * 8 / format.bits() || points > Integer.MAX_VALUE - 8) {
                throw tiff.damaged("it claims " + offsets.length + " pages of " + format + ", but has " + tiff.length()
                        + " bytes");
            }
            Space space = space(format, first, offsets.length);
            float[] data = space.zeros();
            for (int p = 0; p < offsets.length; p++) {
                int at = p * format.width() * format.height();
                TiffPage page = tiff.page(offsets[p]);
                tiff.rows(page, tiff.format(page), 0, format.height(), data, at);
            }
            return new Image(space, data);
        }
    }

    /** A page marked as reduced or as a mask still is a page of another size, and is refused as such. */
    static void requireSame(TiffFile tiff, TiffFormat format, TiffFormat other) throws IOException {
        if (!other.samePixels(format)) {
            throw tiff.damaged("its pages differ: the first is " + format + ", another " + other);
        }
    }

    private static Space space(TiffFormat format, TiffPage first, int pages) {
        String description = first.text(DESCRIPTION);
        String unit = description.startsWith("ImageJ=") ? property(description, "unit") : "";
        double perUnit =
                switch (unit) {
                    case "mm" -> 1;
                    case "cm" -> 10;
                    case "m", "meter" -> 1000;
                    case "inch" -> 25.4;
                    case "um", "\u00b5m", "micron", "microns", "\\u00B5m" -> 1e-3;
                    case "nm" -> 1e-6;
                    default -> Double.NaN;
                };
        if (Double.isNaN(perUnit)) {
            long code = first.number(RESOLUTION_UNIT, 1L);
            perUnit = code == 2 ? 25.4 : code == 3 ? 10 : Double.NaN;
        }
        List<Axis> axes = new ArrayList<>();
        axes.add(new Axis(Role.X, format.width(), spacing(perUnit / first.rational(X_RESOLUTION))));
        axes.add(new Axis(Role.Y, format.height(), spacing(perUnit / first.rational(Y_RESOLUTION))));
        if (pages > 1) {
            double z = Double.NaN;
            try {
                z = perUnit * Double.parseDouble(property(description, "spacing"));
            } catch (NumberFormatException e) {
                // The file does not state the distance of its slices.
            }
            axes.add(new Axis(Role.Z, pages, spacing(z)));
        }
        return Space.of(axes.toArray(Axis[]::new));
    }

    private static double spacing(double mm) {
        return mm > 0 && !Double.isInfinite(mm) ? mm : 1;
    }

    private static String property(String description, String name) {
        Matcher m = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(description);
        return m.find() ? m.group(1).strip() : "";
    }
}
