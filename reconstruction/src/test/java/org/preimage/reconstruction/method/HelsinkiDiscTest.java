package org.preimage.reconstruction.method;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;
import org.preimage.operators.tomography.FanBeam;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;

/**
 * A measured disc of acrylic with holes (Helsinki Tomography Challenge 2022, disc "tb"): from three arcs FBP makes sharp holes;
 * from 90 degrees of them total variation comes closer than FBP.
 */
class HelsinkiDiscTest {
    /** The disc's 560 cells taken together by some, each so-many-th view, and square images of 76 mm. */
    private record Scan(int bin, int every, int pixels) {
        int cells() {
            return 560 / bin;
        }

        double[] angles() {
            double[] all = IntStream.rangeClosed(54, 668)
                    .filter(i -> i <= 330 || i >= 368 && i <= 508 || i >= 538)
                    .mapToDouble(i -> i / 2.0)
                    .toArray();
            return IntStream.range(0, all.length)
                    .filter(i -> i % every == 0)
                    .mapToDouble(i -> all[i])
                    .toArray();
        }

        float[] data() throws IOException {
            Image measured = Npy.read(SharedData.require("data/ct_htc2022_tb_sino.npy"));
            float[] binned = new float[angles().length * cells()];
            for (int v = 0; v < angles().length; v++) {
                for (int j = 0; j < 560; j++) {
                    binned[v * cells() + j / bin] += measured.data()[v * every * 560 + j] / bin;
                }
            }
            return binned;
        }

        /** @param shift of the axis in original cells */
        FanBeam beam(double shift, double... angles) {
            return new FanBeam(
                    Space.image(pixels, pixels, 76.0 / pixels),
                    Detector.line(cells(), 0.2 * bin, (cells() - 1) / 2.0 + shift / bin),
                    FanBeam.Shape.FLAT,
                    410.66,
                    553.74,
                    angles);
        }

        /** Pixels of the disc that are neither acrylic nor hole, as a fraction of all. */
        double grey(float[] x) {
            double middle = (pixels - 1) / 2.0;
            int[] disc = IntStream.range(0, x.length)
                    .filter(i -> Math.hypot(i % pixels - middle, i / pixels - middle) < 0.44 * pixels)
                    .toArray();
            return Arrays.stream(disc).filter(i -> x[i] > 0.013 && x[i] < 0.026).count() / (double) disc.length;
        }
    }

    private static Reconstruction reconstruct(String method, Map<String, String> settings, Beam beam, float[] data) {
        InverseProblem problem = new InverseProblem(beam.projector(), new Image(beam.sinogram(), data));
        return Methods.named(Methods.classical(), method).with(settings).reconstruct(problem);
    }

    private static float[] fbp(Beam beam, float[] data) {
        return reconstruct("fbp", Map.of("window", "hann"), beam, data).image().data();
    }

    /** Difference of the means of acrylic and holes over their common standard deviation. */
    private static double contrast(float[] x, boolean[] acrylic, boolean[] hole) {
        double[] a = values(x, acrylic);
        double[] h = values(x, hole);
        double meanA = DoubleStream.of(a).average().orElseThrow();
        double meanH = DoubleStream.of(h).average().orElseThrow();
        double spread = DoubleStream.of(a).map(v -> (v - meanA) * (v - meanA)).sum()
                + DoubleStream.of(h).map(v -> (v - meanH) * (v - meanH)).sum();
        return (meanA - meanH) / Math.sqrt(spread / (a.length + h.length));
    }

    private static double[] values(float[] x, boolean[] where) {
        return IntStream.range(0, x.length)
                .filter(i -> where[i])
                .mapToDouble(i -> x[i])
                .toArray();
    }

    /** Sharp edges leave few grey pixels; an axis 1 mm off and angles the wrong way around leave more. */
    @Test
    void holesAreSharp() throws IOException {
        Scan scan = new Scan(1, 1, 256);
        float[] data = scan.data();
        double[] angles = scan.angles();
        double sharp = scan.grey(fbp(scan.beam(0, angles), data));
        double[] mirrored = Arrays.stream(angles).map(t -> -t).toArray();
        for (FanBeam wrong : new FanBeam[] {scan.beam(-5, angles), scan.beam(5, angles), scan.beam(0, mirrored)}) {
            double grey = scan.grey(fbp(wrong, data));
            assertTrue(grey > 1.25 * sharp, grey + " grey, " + sharp + " in the right geometry");
        }
    }

    @Test
    void totalVariationSurvivesNinetyDegrees() throws IOException {
        Scan scan = new Scan(4, 4, 96);
        float[] data = scan.data();
        FanBeam all = scan.beam(0, scan.angles());
        float[] whole = fbp(all, data);
        boolean[] acrylic = new boolean[whole.length];
        boolean[] hole = new boolean[whole.length];
        for (int i = 0; i < whole.length; i++) {
            double r = Math.hypot(i % 96 - 47.5, i / 96 - 47.5);
            acrylic[i] = whole[i] > 0.027 && r < 0.45 * 96;
            hole[i] = whole[i] < 0.012 && r < 0.4 * 96;
        }
        assertTrue(values(whole, hole).length > 1000);

        int count = (int) DoubleStream.of(scan.angles()).filter(t -> t <= 117).count();
        Beam arc = all.withViews(IntStream.range(0, count).toArray());
        float[] part = Arrays.copyOf(data, count * scan.cells());
        Reconstruction fbp = reconstruct("fbp", Map.of("window", "hann"), arc, part);
        assertTrue(fbp.how().notes().get("arc").contains("incomplete"));
        float[] tv = reconstruct("tv", Map.of("weight", "0.02", "iterations", "300"), arc, part)
                .image()
                .data();
        double fbpDistance = Vectors.relativeDistance(fbp.image().data(), whole);
        double tvDistance = Vectors.relativeDistance(tv, whole);
        double fbpContrast = contrast(fbp.image().data(), acrylic, hole);
        double tvContrast = contrast(tv, acrylic, hole);
        assertTrue(tvDistance < 0.8 * fbpDistance, "TV " + tvDistance + ", FBP " + fbpDistance);
        assertTrue(tvContrast > 1.2 * fbpContrast, "TV " + tvContrast + ", FBP " + fbpContrast);
    }
}
