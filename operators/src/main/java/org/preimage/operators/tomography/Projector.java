package org.preimage.operators.tomography;

import java.util.Optional;
import org.preimage.operators.LinearOperator;

/**
 * The x-ray transform of a {@link Beam}, with its exact transpose as adjoint. The domain is the beam's image, in 1/mm for
 * attenuation, the range its sinogram, then without unit.
 */
public abstract class Projector extends LinearOperator {
    private final Model model;

    /**
     * @param beam what it projects along
     * @param model how pixels are turned into line integrals
     */
    protected Projector(Beam beam, Model model) {
        super(beam.image(), beam.sinogram());
        this.model = model;
    }

    /** What it projects along. */
    public abstract Beam beam();

    /** How pixels are turned into line integrals. */
    public final Model model() {
        return model;
    }

    /** The projector of the same model for some of the views, in this order. */
    public final Projector ofViews(int... views) {
        return beam().withViews(views).projector(model);
    }

    /** Itself: lengths and areas are not negative. */
    @Override
    public final Optional<LinearOperator> magnitudes() {
        return Optional.of(this);
    }

    /**
     * The error of the pixel grid, estimated from the data's own curvature along the detector.
     *
     * <p>Pixels of side h stand for means over a square (variance h<sup>2</sup> / 12 along the detector) that Joseph's method
     * interpolates linearly (h<sup>2</sup> / 6), so that it sees an object through a window of variance h<sup>2</sup> / 4 and
     * misses its line integrals p by h<sup>2</sup> p'' / 8, to leading order. With second differences D of the data along the
     * detector, of which noise makes 6 sigma<sup>2</sup>, that is (h / spacing on the axis)<sup>2</sup> / 8 times sqrt(mean (D
     * b)<sup>2</sup> - 6 sigma<sup>2</sup>). It is an upper estimate: an image may make up for part of the window by being
     * sharper. A strip's window is nearly that wide, and gets the same estimate.
     */
    @Override
    public double modelError(float[] data, double noise) {
        range().require("data", data);
        int cells = beam().detectors();
        if (cells < 3) {
            return 0;
        }
        double sum = 0;
        for (int row = 0; row < data.length; row += cells) {
            for (int i = row + 1; i < row + cells - 1; i++) {
                double second = data[i - 1] - 2.0 * data[i] + data[i + 1];
                sum += second * second;
            }
        }
        double rows = data.length / (double) cells;
        double mean = sum / (rows * (cells - 2)) - 6 * noise * noise;
        double ratio = beam().image().spacing(0) / beam().resolution();
        return ratio * ratio / 8 * Math.sqrt(Math.max(0, mean));
    }

    /** Second differences along the detector, as in {@link #modelError}: data minus A x is about -h<sup>2</sup> p'' / 8. */
    @Override
    public void modelErrorOf(float[] projections, float[] out) {
        super.modelErrorOf(projections, out);
        int cells = beam().detectors();
        double ratio = beam().image().spacing(0) / beam().resolution();
        float factor = (float) (-ratio * ratio / 8);
        for (int row = 0; row < out.length; row += cells) {
            for (int i = row + 1; i < row + cells - 1; i++) {
                out[i] = factor * (projections[i - 1] - 2 * projections[i] + projections[i + 1]);
            }
        }
    }
}
