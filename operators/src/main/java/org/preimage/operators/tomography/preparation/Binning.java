package org.preimage.operators.tomography.preparation;

import org.preimage.operators.parallel.Parallel;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.tomography.Beam;
import org.preimage.operators.tomography.Detector;

/**
 * Neighbouring detector cells averaged into one, and the image's pixels made as much larger: less noise, less work. On a panel
 * rows are averaged with the cells, and slices grow with the pixels. Cells and rows left over at the end are dropped, pixels
 * left over are cut off the field of view on both sides.
 *
 * @param beam the geometry of the coarser scan
 * @param sinogram its line integrals
 */
public record Binning(Beam beam, Image sinogram) {
    /**
     * Averages.
     *
     * @param beam any geometry
     * @param sinogram line integrals in its range; for counts the mean would come before the logarithm
     * @param factor cells (and rows) to be averaged, at least 1
     * @throws IllegalArgumentException if the sinogram does not fit, or the factor is below 1 or leaves no cell, row or pixel
     */
    public static Binning of(Beam beam, Image sinogram, int factor) {
        beam.sinogram().requireShape("sinogram", sinogram.space());
        Detector fine = beam.detector();
        boolean panel = beam.image().dimensions() == 3;
        int smallest = Math.min(
                fine.cells(), Math.min(beam.image().size(0), beam.image().size(1)));
        if (panel) {
            smallest = Math.min(smallest, Math.min(fine.rows(), beam.image().size(2)));
        }
        if (factor < 1 || factor > smallest) {
            throw new IllegalArgumentException(
                    "the binning factor is " + factor + ", but must be from 1 to " + smallest + " here");
        }
        if (factor == 1) {
            return new Binning(beam, sinogram);
        }
        double shift = (factor - 1) / 2.0;
        Detector coarse = new Detector(
                fine.cells() / factor,
                factor * fine.spacing(),
                (fine.center() - shift) / factor,
                panel ? fine.rows() / factor : 1,
                panel ? factor * fine.rowSpacing() : fine.rowSpacing(),
                panel ? (fine.rowCenter() - shift) / factor : fine.rowCenter());
        // Image and detector change together: a stack's rows must match its slices at every moment.
        Beam binned = beam.with(image(beam.image(), factor), coarse);
        Image out = Image.zeros(binned.sinogram());
        average(fine, coarse, panel ? factor : 1, factor, sinogram.data(), out.data());
        return new Binning(binned, out);
    }

    private static Space image(Space fine, int factor) {
        Axis[] axes = fine.axes().stream()
                .map(a -> new Axis(a.role(), a.size() / factor, factor * a.spacing()))
                .toArray(Axis[]::new);
        return Space.of(axes);
    }

    private static void average(Detector fine, Detector coarse, int rows, int cells, float[] in, float[] out) {
        int lines = out.length / coarse.cells();
        Parallel.ranges(lines, 64, (from, to) -> {
            for (int line = from; line < to; line++) {
                int view = line / coarse.rows();
                int first = view * fine.rows() + line % coarse.rows() * rows;
                for (int c = 0; c < coarse.cells(); c++) {
                    double sum = 0;
                    for (int r = 0; r < rows; r++) {
                        for (int i = 0; i < cells; i++) {
                            sum += in[(first + r) * fine.cells() + c * cells + i];
                        }
                    }
                    out[line * coarse.cells() + c] = (float) (sum / (rows * cells));
                }
            }
        });
    }
}
