package org.preimage.examples.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.preimage.operators.raw.Angles;
import org.preimage.operators.raw.ScanPlan;
import org.preimage.operators.space.Image;
import org.preimage.operators.tomography.preparation.AirNormalisation;
import org.preimage.operators.tomography.preparation.AxisMethod;
import org.preimage.operators.tomography.preparation.BeamHardening;
import org.preimage.operators.tomography.preparation.DetectorCorrection;
import org.preimage.operators.tomography.preparation.FlatField;
import org.preimage.operators.tomography.preparation.Hounsfield;
import org.preimage.operators.tomography.preparation.Preparation;
import org.preimage.operators.tomography.preparation.PreparationSyntax;
import org.preimage.operators.tomography.preparation.Zingers;
import picocli.CommandLine.Option;

/** How projections are prepared, as options of a command. */
final class PreparationOptions {
    private static final double NO_NUMBER = Double.NaN;

    @Option(
            names = "--flats",
            paramLabel = "HOW",
            description =
                    "Raw scans: mean, median, or interpolated between a first half of the flats from before the scan and a"
                            + " second from after it. Default: mean.")
    private String flats;

    @Option(
            names = "--air",
            paramLabel = "CELLS",
            description = "Normalise each projection by so many cells of air at both ends of the detector.")
    private Integer air;

    @Option(
            names = "--zingers",
            arity = "0..1",
            fallbackValue = "8",
            paramLabel = "SIGMAS",
            description = "Remove zingers that stand out by so many standard deviations (8).")
    private Double zingers;

    @Option(
            names = "--rings",
            paramLabel = "FILTER",
            description =
                    "Suppress rings: sorting[:CELLS], wavelet[:LEVELS[:SIGMA]], large[:CELLS], dead, several joined by +,"
                            + " or none. Default: none.")
    private String rings;

    @Option(
            names = "--paganin",
            paramLabel = "energy=KEV,distance=MM,pixel=MM,delta-beta=RATIO",
            description = "Phase retrieval for an object of one material; a row of the detector by itself.")
    private String paganin;

    @Option(
            names = "--beam-hardening",
            split = ",",
            paramLabel = "C1,C2,...",
            description = "Linearise the line integrals p to C1 p + C2 p^2 + ...")
    private double[] hardening;

    @Option(
            names = "--axis",
            paramLabel = "HOW|COLUMN",
            description =
                    "Raw scans without SPEC: auto, harmonic, registration, moments, image, offset (a full turn with the axis"
                            + " near one end of the detector), or the detector column of the rotation axis. Default: auto.")
    private String axis;

    @Option(
            names = "--angles",
            paramLabel = "START:STOP|FILE",
            description = "Raw scans that state no angles, in degrees: equal steps with STOP excluded, or a text file.")
    private String angles;

    @Option(
            names = "--pad",
            arity = "0..1",
            fallbackValue = "0",
            paramLabel = "CELLS",
            description =
                    "Continue the projections of an object wider than the detector by so many cells on both sides (half the"
                            + " detector).")
    private Integer padding;

    @Option(
            names = "--hounsfield",
            paramLabel = "MU_WATER",
            description = "Write Hounsfield units; MU_WATER is water's attenuation in the image's unit.")
    private Double water;

    /** The plan for a raw scan; {@code center} is what --center gave. */
    ScanPlan plan(Double center) throws IOException {
        if (padding != null && padding < 0) {
            throw new IllegalArgumentException("--pad is " + padding + ", but must not be negative");
        }
        OptionalDouble column = center == null ? OptionalDouble.empty() : OptionalDouble.of(center);
        AxisMethod method = AxisMethod.AUTO;
        boolean offset = "offset".equals(axis);
        if (axis != null && !offset) {
            double number = number(axis);
            if (Double.isNaN(number)) {
                method = AxisMethod.labelled(axis);
            } else if (center != null) {
                throw new IllegalArgumentException(
                        "--center and --axis both place the rotation axis; give one of them");
            } else {
                column = OptionalDouble.of(number);
            }
        }
        return new ScanPlan(
                steps(),
                method,
                offset,
                column,
                padding == null ? OptionalInt.empty() : OptionalInt.of(padding),
                angles == null ? Optional.empty() : Optional.of(Angles.parse(angles)));
    }

    /** Refuses what only counts, or scans whose axis is not known, can have. */
    void requireLineIntegrals() {
        if (flats != null) {
            throw new IllegalArgumentException("--flats is for raw scans, but the data are line integrals already");
        }
        requireNoAxis();
    }

    /** Refuses --axis and --angles where a SPEC tells them. */
    void requireNoAxis() {
        if (angles != null) {
            throw new IllegalArgumentException("--angles and a SPEC both tell the angles; give one of them");
        }
        if (axis != null) {
            throw new IllegalArgumentException("--axis and a SPEC both place the rotation axis; give one of them");
        }
    }

    /** The scale of the result, if Hounsfield units are wanted. */
    Optional<Hounsfield> hounsfield() {
        return water == null ? Optional.empty() : Optional.of(new Hounsfield(water));
    }

    /** The image in the wanted unit. */
    Image scaled(Image image) {
        return hounsfield().map(h -> h.toHounsfield(image)).orElse(image);
    }

    private Preparation steps() {
        Preparation steps = Preparation.DEFAULT;
        if (flats != null) {
            FlatField.Average average = Arrays.stream(FlatField.Average.values())
                    .filter(a -> a.name().equalsIgnoreCase(flats))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--flats is \"" + flats + "\", but must be one of mean, median, interpolated"));
            DetectorCorrection d = steps.detector();
            steps = steps.withDetector(new DetectorCorrection(average, d.floor(), d.fullScale(), d.noisy()));
        }
        if (air != null) {
            steps = steps.withAir(new AirNormalisation(air));
        }
        if (zingers != null) {
            steps = steps.withZingers(new Zingers(zingers));
        }
        if (rings != null) {
            steps = steps.withStripes(PreparationSyntax.stripes("--rings", rings));
        }
        if (paganin != null) {
            steps = steps.withPhase(PreparationSyntax.phase("--paganin", paganin, OptionalDouble.empty()));
        }
        if (hardening != null) {
            steps = steps.withHardening(BeamHardening.of(hardening));
        }
        return steps;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return NO_NUMBER;
        }
    }
}
