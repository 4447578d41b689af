package org.preimage.operators.tomography.preparation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.preimage.operators.space.Image;

/** How the rotation axis is found. */
public enum AxisMethod {
    /**
     * If the object fits on the detector, {@link #HARMONIC} over 120 degrees or more and {@link #MOMENTS} below; if it is wider,
     * {@link #REGISTRATION} over half a turn or more and {@link #IMAGE} below.
     */
    AUTO,
    /** By the harmonics that a sinogram may have, {@link RotationAxis#find}: arcs of 120 degrees or more. */
    HARMONIC,
    /** By projections half a turn apart, {@link AxisRegistration}: 180 degrees or more, also wide objects. */
    REGISTRATION,
    /** By the centres of mass, {@link AxisFromMoments}: any arc of 45 degrees or more, objects that fit on the detector. */
    MOMENTS,
    /**
     * By the reconstructed slice, {@link AxisFromImage}: any arc. It looks around what {@link #MOMENTS} finds, or {@link
     * #HARMONIC} if the object is cut off, or otherwise around the middle of the detector.
     */
    IMAGE;

    private static final double SHORTEST = 120;
    private static final int FEWEST = 14;
    /** Of the largest mean over the views: more at an end of the detector, and the object is cut off there. */
    private static final double CUT = 0.1;

    /** An axis and the method that found it. */
    public record Found(RotationAxis axis, AxisMethod by) {
        /** In words. */
        public String description() {
            String how =
                    switch (by) {
                        case HARMONIC -> "found from the sinogram's harmonics, relative residual ";
                        case MOMENTS -> "found from the centres of mass, relative residual ";
                        case REGISTRATION -> "found by registering views half a turn apart, 1 - correlation ";
                        default -> "found from the reconstructed slice, relative residual ";
                    };
            return how + String.format(Locale.ROOT, "%.4g", axis.residual());
        }
    }

    /**
     * Finds the axis in the middle half of the detector.
     *
     * @param sinogram line integrals with axes DETECTOR, ANGLE
     * @param anglesDegrees one angle for each projection
     * @throws IllegalArgumentException if the sinogram is of another kind, or its angles do not allow the method
     */
    public Found find(Image sinogram, double[] anglesDegrees) {
        AxisMethod method = this == AUTO ? suitable(sinogram, anglesDegrees) : this;
        RotationAxis axis =
                switch (method) {
                    case HARMONIC -> RotationAxis.find(sinogram, anglesDegrees);
                    case REGISTRATION -> AxisRegistration.find(sinogram, anglesDegrees);
                    case MOMENTS -> AxisFromMoments.find(sinogram, anglesDegrees);
                    default -> fromImage(sinogram, anglesDegrees);
                };
        return new Found(axis, method);
    }

    private static AxisMethod suitable(Image sinogram, double[] angles) {
        Layout layout = Layout.of("line integrals", sinogram);
        AxisRegistration.requireOneRow(layout, angles);
        double arc = RotationAxis.arc(angles);
        if (isCut(sinogram.data(), layout)) {
            return arc >= 180 - 1e-6 ? REGISTRATION : IMAGE;
        }
        return arc >= SHORTEST && angles.length >= FEWEST ? HARMONIC : MOMENTS;
    }

    private static RotationAxis fromImage(Image sinogram, double[] angles) {
        Layout layout = Layout.of("line integrals", sinogram);
        AxisRegistration.requireOneRow(layout, angles);
        int n = layout.cells();
        double around = (n - 1) / 2.0;
        double reach = n / 8.0;
        if (!isCut(sinogram.data(), layout)) {
            around = AxisFromMoments.find(sinogram, angles).center();
            reach = n / 40.0;
        } else if (RotationAxis.arc(angles) >= SHORTEST && angles.length >= FEWEST) {
            around = RotationAxis.find(sinogram, angles).center();
            reach = n / 20.0;
        }
        return AxisFromImage.find(
                sinogram,
                angles,
                AxisFromImage.Metric.ENTROPY,
                Math.min(n - 1.0, Math.max(0, around)),
                Math.min(n / 4.0, Math.max(2, reach)));
    }

    private static boolean isCut(float[] p, Layout layout) {
        double[] mean = new double[layout.cells()];
        for (int i = 0; i < p.length; i++) {
            mean[i % layout.cells()] += p[i];
        }
        int end = Math.max(1, layout.cells() / 100);
        double left = 0;
        double right = 0;
        for (int k = 0; k < end; k++) {
            left += mean[k] / end;
            right += mean[mean.length - 1 - k] / end;
        }
        double largest = Arrays.stream(mean).max().orElse(0);
        return Math.max(left, right) > CUT * largest;
    }

    /** Lower case, as on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of this label */
    public static AxisMethod labelled(String label) {
        return Stream.of(values())
                .filter(m -> m.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("axis is \"" + label + "\", but must be one of "
                        + Stream.of(values()).map(AxisMethod::label).collect(Collectors.joining(", "))));
    }
}
