package org.preimage.examples.gallery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.raw.RawScan;
import org.preimage.operators.raw.ScanPlan;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.tomography.preparation.RingMeasure;
import org.preimage.operators.tomography.preparation.SortingStripeFilter;
import org.preimage.operators.tomography.preparation.StripeFilter;
import org.preimage.operators.tomography.preparation.WaveletFourierStripeFilter;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.FilteredBackprojection;

/**
 * A scan with rings by filtered back-projection: as measured, sorted, and in wavelets filtered, side by side, with the figure
 * of {@link RingMeasure} for each, and the contrast of places that are told.
 */
public final class Rings {
    private static final int SIDE = 640;

    private Rings() {}

    /** A square of pixels and what it is to be compared with. */
    private record Place(int x, int y, int otherX, int otherY, int half) {
        double contrast(Image slice) {
            return mean(slice, otherX, otherY) - mean(slice, x, y);
        }

        private double mean(Image slice, int cx, int cy) {
            int nx = slice.space().size(0);
            double sum = 0;
            for (int dy = -half; dy <= half; dy++) {
                for (int dx = -half; dx <= half; dx++) {
                    sum += slice.data()[(cy + dy) * nx + cx + dx];
                }
            }
            return sum / ((2 * half + 1) * (2 * half + 1));
        }
    }

    /**
     * {@code Rings SCAN OUT.png RADIUS [X,Y,OTHERX,OTHERY ...]}: the middle row of a raw scan; RADIUS is the largest one judged,
     * in pixels; each place is the middle of a dark square of 21 pixels and of a bright one beside it.
     */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (args.length < 3) {
            System.err.println("usage: Rings SCAN OUT.png RADIUS [X,Y,OTHERX,OTHERY ...]");
            System.exit(2);
        }
        RawScan scan = RawScan.read(Path.of(args[0]), OptionalInt.empty(), ScanPlan.DEFAULT);
        BeamSpec spec = scan.spec();
        Image data = scan.data();
        int radius = Integer.parseInt(args[2]);
        List<Place> places = Arrays.stream(args)
                .skip(3)
                .map(text -> {
                    String[] n = text.split(",");
                    return new Place(
                            Integer.parseInt(n[0]),
                            Integer.parseInt(n[1]),
                            Integer.parseInt(n[2]),
                            Integer.parseInt(n[3]),
                            10);
                })
                .toList();
        Map<String, StripeFilter> filters = new LinkedHashMap<>();
        filters.put("as measured", null);
        filters.put("sorting", SortingStripeFilter.DEFAULT);
        filters.put("wavelet:6", new WaveletFourierStripeFilter(6, 5, 0.5));
        Image strip = Image.zeros(Space.image(SIDE * filters.size(), SIDE, 1));
        int column = 0;
        for (Map.Entry<String, StripeFilter> filter : filters.entrySet()) {
            Image sinogram =
                    filter.getValue() == null ? data : filter.getValue().apply(data);
            Image slice = FilteredBackprojection.METHOD
                    .with(Map.of("window", "hann"))
                    .reconstruct(new InverseProblem(spec.operator(), sinogram))
                    .image();
            System.out.printf(
                    Locale.ROOT,
                    "%-12s rings %.4f",
                    filter.getKey(),
                    RingMeasure.of(slice, 8, radius).amplitude());
            for (Place place : places) {
                System.out.printf(Locale.ROOT, "  contrast %.3f", place.contrast(slice));
            }
            System.out.println();
            copyMiddle(slice, strip, column++ * SIDE);
        }
        Files.write(Path.of(args[1]), Pictures.grey(strip, Pictures.Scale.quantiles(strip, 0.01, 0.99)));
    }

    private static void copyMiddle(Image slice, Image strip, int at) {
        int nx = slice.space().size(0);
        int ny = slice.space().size(1);
        int side = Math.min(SIDE, Math.min(nx, ny));
        int width = strip.space().size(0);
        for (int y = 0; y < side; y++) {
            int from = ((ny - side) / 2 + y) * nx + (nx - side) / 2;
            System.arraycopy(slice.data(), from, strip.data(), y * width + at, side);
        }
    }
}
