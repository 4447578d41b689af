package org.preimage.operators.tomography.preparation;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;

/**
 * The steps from detector counts to line integrals, chosen once and applied to any block of detector rows: detector
 * correction and logarithm, drift of the beam by the air, zingers, stripes, phase retrieval, beam hardening. What changes the
 * geometry stands apart: {@link AxisMethod}, {@link OffsetScan}, {@link Padding}.
 *
 * <p>Each row comes out the same whatever block it is in. Only phase retrieval needs {@link #halo} rows around a block, which
 * {@link #block} reads.
 *
 * @param detector how counts become line integrals
 * @param air normalisation by the air beside the object
 * @param zingers removal of single bright values
 * @param stripes filters against rings, in the order in which they are applied
 * @param phase retrieval after Paganin
 * @param hardening linearisation
 */
public record Preparation(
        DetectorCorrection detector,
        Optional<AirNormalisation> air,
        Optional<Zingers> zingers,
        List<StripeFilter> stripes,
        Optional<Paganin> phase,
        Optional<BeamHardening> hardening) {
    /** Detector correction only. */
    public static final Preparation DEFAULT = new Preparation(
            DetectorCorrection.DEFAULT,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    public Preparation {
        stripes = List.copyOf(stripes);
    }

    public Preparation withDetector(DetectorCorrection other) {
        return new Preparation(other, air, zingers, stripes, phase, hardening);
    }

    public Preparation withAir(AirNormalisation other) {
        return new Preparation(detector, Optional.of(other), zingers, stripes, phase, hardening);
    }

    public Preparation withZingers(Zingers other) {
        return new Preparation(detector, air, Optional.of(other), stripes, phase, hardening);
    }

    public Preparation withStripes(StripeFilter... others) {
        return new Preparation(detector, air, zingers, List.of(others), phase, hardening);
    }

    public Preparation withPhase(Paganin other) {
        return new Preparation(detector, air, zingers, stripes, Optional.of(other), hardening);
    }

    public Preparation withHardening(BeamHardening other) {
        return new Preparation(detector, air, zingers, stripes, phase, Optional.of(other));
    }

    /** Rows that a block needs on both sides beyond its own. */
    public int halo() {
        return phase.map(Paganin::halo).orElse(0);
    }

    /**
     * All steps.
     *
     * @param counts axes DETECTOR, ANGLE or DETECTOR, DETECTOR_ROW, ANGLE
     * @param flats counts without object; the same axes, but any number of frames along the last
     * @param darks counts without beam; as the flats
     * @throws IllegalArgumentException if shapes do not fit, or a step cannot work on these counts
     */
    public Prepared apply(Image counts, Image flats, Image darks) {
        FlatField flat = detector.apply(counts, flats, darks);
        Repairs repairs = new Repairs(
                counts.data().length,
                flat.deadCells(),
                flat.noisyCells(),
                flat.saturatedValues(),
                flat.clampedValues(),
                0);
        return steps(flat.lineIntegrals(), repairs);
    }

    /**
     * The steps after the logarithm, for line integrals that come as such.
     *
     * @param lineIntegrals axes DETECTOR, ANGLE or DETECTOR, DETECTOR_ROW, ANGLE
     */
    public Prepared applyToLineIntegrals(Image lineIntegrals) {
        return steps(lineIntegrals, new Repairs(lineIntegrals.data().length, 0, 0, 0, 0, 0));
    }

    private Prepared steps(Image lineIntegrals, Repairs before) {
        Image p = lineIntegrals;
        Repairs repairs = before;
        if (air.isPresent()) {
            p = air.get().apply(p);
        }
        if (zingers.isPresent()) {
            Repaired cleaned = zingers.get().apply(p);
            p = cleaned.lineIntegrals();
            repairs = repairs.withZingers(cleaned.values());
        }
        for (StripeFilter filter : stripes) {
            p = filter.apply(p);
        }
        if (phase.isPresent()) {
            p = phase.get().apply(p);
        }
        if (hardening.isPresent()) {
            p = hardening.get().apply(p);
        }
        return new Prepared(p, repairs);
    }

    /**
     * Detector rows {@code first} to {@code first + count - 1} of a scan, read with their halo. The repairs include those of the
     * halo.
     *
     * @return axes DETECTOR, DETECTOR_ROW, ANGLE
     * @throws IOException if the file cannot be read, or holds counts without flats
     * @throws IllegalArgumentException if there are no such rows
     */
    public Prepared block(ScanFile scan, int first, int count) throws IOException {
        if (first < 0 || count < 1 || first + count > scan.rows()) {
            throw new IllegalArgumentException("rows " + first + " to " + (first + count - 1)
                    + " are asked for, but the scan has the rows 0 to " + (scan.rows() - 1));
        }
        int from = Math.max(0, first - halo());
        int rows = Math.min(scan.rows(), first + count + halo()) - from;
        Image projections = scan.projections(from, rows);
        Prepared all;
        if (scan.quantity() == ScanFile.Quantity.LINE_INTEGRALS) {
            all = applyToLineIntegrals(projections);
        } else {
            Image flats = scan.flats(from, rows)
                    .orElseThrow(() -> new IOException("the " + scan.format()
                            + " scan has counts but no flats, without which they cannot be corrected"));
            Image darks = scan.darks(from, rows).orElseGet(() -> oneFrameOfZeros(flats));
            all = apply(projections, flats, darks);
        }
        return rows == count ? all : new Prepared(Layout.rows(all.lineIntegrals(), first - from, count), all.repairs());
    }

    private static Image oneFrameOfZeros(Image frames) {
        int last = frames.space().dimensions() - 1;
        Axis[] axes = frames.space().axes().toArray(new Axis[0]);
        axes[last] = new Axis(axes[last].role(), 1);
        return Image.zeros(Space.of(axes));
    }

    /** What was done to counts, in words. */
    public Map<String, String> facts(Repairs repairs) {
        Map<String, String> facts = new LinkedHashMap<>();
        String average =
                switch (detector.average()) {
                    case MEAN -> "the means of flats and darks";
                    case MEDIAN -> "the medians of flats and darks";
                    case INTERPOLATED ->
                        "flats interpolated from the medians before and after, the median of the darks";
                };
        facts.put(
                "correction",
                "-log((counts - dark) / (flat - dark)) with " + average + "; " + repairs.deadCells() + " dead and "
                        + repairs.noisyCells() + " noisy cells interpolated, " + repairs.saturated()
                        + " saturated values interpolated, " + repairs.clamped() + " values clamped");
        facts.putAll(laterFacts(repairs));
        return facts;
    }

    /** What was done after the logarithm, in words. */
    public Map<String, String> laterFacts(Repairs repairs) {
        Map<String, String> facts = new LinkedHashMap<>();
        air.ifPresent(a ->
                facts.put("air", "each projection normalised by the " + a.cells() + " outermost cells on both sides"));
        zingers.ifPresent(z -> facts.put(
                "zingers",
                repairs.zingers() + " of " + repairs.values() + " values replaced, "
                        + String.format(Locale.ROOT, "%.4g", z.threshold()) + " standard deviations and more"));
        if (!stripes.isEmpty()) {
            facts.put("rings", stripes.stream().map(StripeFilter::description).collect(Collectors.joining("; ")));
        }
        phase.ifPresent(p -> facts.put(
                "phase",
                "retrieved for one material at " + p.energy() + " keV, " + p.distance() + " mm, pixel " + p.pixel()
                        + " mm, delta / beta = " + p.deltaOverBeta() + " (Paganin et al. 2002)"));
        hardening.ifPresent(h -> facts.put("beam hardening", h.description()));
        return facts;
    }
}
