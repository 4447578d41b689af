package org.preimage.examples.gallery;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preimage.examples.report.Pictures.Scale;
import org.preimage.operators.blur.Blur;
import org.preimage.operators.blur.Boundary;
import org.preimage.operators.file.Npy;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.solver.Progress;

/**
 * Deconvolution of a measured hollow fluorescent bead: the wide-field volume bead3d_data.npy with the point spread function
 * bead3d_psf.npy, sections across and along the optical axis before and after, and the figures of {@link ShellMeasure}.
 *
 * @param data as measured
 * @param blur by the point spread function of sum 1, with a zero boundary, which methods may replace by a free border
 * @param offset of the camera: the lowest value
 */
record Bead(Image data, Blur blur, double offset) {
    /** Enough for the walls to come apart. */
    static final String METHOD = "richardson-lucy:iterations=35";

    /** All by itself: the weight from the noise. */
    static final String AUTOMATIC = "richardson-lucy-tv";

    /** @param folder with both files */
    static Bead read(Path folder) throws IOException {
        Image data = Npy.read(folder.resolve("bead3d_data.npy"));
        Image psf = Npy.read(folder.resolve("bead3d_psf.npy"));
        double sum = 0;
        for (float v : psf.data()) {
            sum += v;
        }
        Vectors.scale(1 / sum, psf.data());
        double offset = Double.POSITIVE_INFINITY;
        for (float v : data.data()) {
            offset = Math.min(offset, v);
        }
        return new Bead(data, new Blur(data.space(), psf, Boundary.ZERO), offset);
    }

    /** Of the measured volume. */
    ShellMeasure measured() {
        return ShellMeasure.of(data, offset, centre());
    }

    /** Of a deconvolved volume. */
    ShellMeasure of(Reconstruction r) {
        return ShellMeasure.of(r.image(), 0, centre());
    }

    private double[] centre() {
        return ShellMeasure.centre(data, offset);
    }

    /** @param method as "ictm:iterations=50" */
    Reconstruction deconvolved(String method) {
        String[] parts = method.split(":");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("background", Double.toString(offset));
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            settings.put(pair[0], pair.length < 2 ? "" : pair[1]);
        }
        return Methods.named(Methods.classical(), parts[0]).with(settings).reconstruct(new InverseProblem(blur, data));
    }

    /** Whether the objective never rises, beyond the rounding of sums of floats. */
    static boolean monotone(Reconstruction r) {
        List<Progress.Row> rows = r.history();
        for (int i = 1; i < rows.size(); i++) {
            double last = rows.get(i - 1).objective();
            if (rows.get(i).objective() > last + 1e-7 * Math.abs(last)) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@code Bead FOLDER OUT.png [METHOD[:NAME=VALUE...] ...]}: the picture shows the first method. Without methods, Richardson and
     * Lucy's with a number of iterations set by hand, and what stops or weighs itself by the noise.
     */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (args.length < 2) {
            System.err.println("usage: Bead FOLDER OUT.png [METHOD[:NAME=VALUE...] ...]");
            System.exit(2);
        }
        Bead bead = read(Path.of(args[0]));
        System.out.printf(
                "%-28s %10s %9s %10s %6s %8s %8s %9s %10s %s%n",
                "along the optical axis:",
                "axial FWHM",
                "one wall",
                "separation",
                "dip",
                "outside",
                "inside",
                "negative",
                "iterations",
                "objective");
        print("measured", bead.measured(), "-", "");
        List<String> methods =
                args.length > 2 ? List.of(args).subList(2, args.length) : List.of(METHOD, "richardson-lucy", AUTOMATIC);
        Reconstruction first = null;
        for (String method : methods) {
            Reconstruction r = bead.deconvolved(method);
            first = first == null ? r : first;
            print(
                    method,
                    bead.of(r),
                    Integer.toString(r.iterations()),
                    r.history().isEmpty() ? "closed form" : monotone(r) ? "never rises" : "rises");
        }
        System.out.println(
                "Widths in planes. Axial FWHM: of the profile through the centre, both walls as one while the dip between"
                        + " them stays above 50 %, else of one wall; one wall: by its outer flank, before and after alike; outside, inside:"
                        + " largest rise beyond a wall and within the bead, relative to the maximum.");
        bead.draw(Path.of(args[1]), first.image());
    }

    private static void print(String name, ShellMeasure m, String iterations, String objective) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %10.2f %9.2f %10.2f %5.0f%% %7.2f%% %7.2f%% %8.2f%% %10s %s%n",
                name,
                m.axial(),
                m.wall(),
                m.separation(),
                100 * m.dip(),
                100 * m.outside(),
                100 * m.inside(),
                100 * m.negative(),
                iterations,
                objective);
    }

    private void draw(Path file, Image deconvolved) throws IOException {
        List<Panels.Panel> panels = new ArrayList<>();
        double[] c = centre();
        for (Image volume : List.of(data, deconvolved)) {
            String title = volume == data ? "Measured" : "Deconvolved";
            Image along = section(volume, true, (int) Math.round(c[1]));
            Image across = section(volume, false, (int) Math.round(c[2]));
            Scale grey = Scale.quantiles(across, 0.01, 1);
            panels.add(new Panels.Panel(title, "along the optical axis", along, grey));
            panels.add(new Panels.Panel(title, "across", across, grey));
        }
        Space space = data.space();
        new Panels(space.size(0), space.size(1), 300.0 / space.size(1)).save(file, panels);
    }

    /** The plane of x and z at y = index, or of x and y at z = index. */
    private static Image section(Image volume, boolean along, int index) {
        int nx = volume.space().size(0);
        int ny = volume.space().size(1);
        int rows = volume.space().size(along ? 2 : 1);
        Image plane = Image.zeros(Space.image(nx, rows, 1));
        for (int row = 0; row < rows; row++) {
            int from = along ? (row * ny + index) * nx : (index * ny + row) * nx;
            System.arraycopy(volume.data(), from, plane.data(), row * nx, nx);
        }
        return plane;
    }
}
