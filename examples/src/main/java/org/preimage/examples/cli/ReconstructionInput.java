package org.preimage.examples.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFiles;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.file.ScanFiles;
import org.preimage.operators.raw.Digest;
import org.preimage.operators.raw.KSpacePlan;
import org.preimage.operators.raw.RawKSpace;
import org.preimage.operators.raw.RawScan;
import org.preimage.operators.raw.ScanPlan;
import org.preimage.operators.space.Image;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.operators.tomography.preparation.Padding;
import org.preimage.operators.tomography.preparation.Prepared;

/**
 * Operator and data of a reconstruction, with how they came about.
 *
 * @param operator from a SPEC, or from the scan itself
 * @param data in the operator's range
 * @param facts in words
 */
record ReconstructionInput(OperatorSpec operator, Image data, Map<String, String> facts) {
    /**
     * Reads them.
     *
     * @param spec null to take the geometry from the scan
     * @param data a raw scan, or an array that a SPEC describes
     * @param row of a scan; null for the middle one
     * @param center cell of the rotation axis; null to find it
     * @param preparation how projections are prepared
     * @param coils what is taken of raw k-space
     */
    static ReconstructionInput of(
            Path spec, Path data, Integer row, Double center, PreparationOptions preparation, CoilOptions coils)
            throws IOException {
        if (KSpaceFiles.isKSpace(data)) {
            return kspace(spec, data, row, center, preparation, coils);
        }
        if (coils.isGiven()) {
            throw new IllegalArgumentException(
                    "--slice, --contrast, --phase, --repetition, --encoding-set, --series, --coils,"
                            + " --maps and --virtual-coils are for raw k-space, but " + data + " is none");
        }
        if (!RawScan.isScan(data)) {
            return array(spec, data, row, center, preparation);
        }
        OptionalInt chosen = row == null ? OptionalInt.empty() : OptionalInt.of(row);
        ScanPlan plan = preparation.plan(center);
        if (spec == null) {
            RawScan scan = RawScan.read(data, chosen, plan);
            return new ReconstructionInput(scan.spec(), scan.data(), scan.facts());
        }
        if (center != null) {
            throw new IllegalArgumentException("--center and a SPEC both place the rotation axis; give one of them");
        }
        preparation.requireNoAxis();
        OperatorSpec operator = OperatorSpec.read(spec);
        try (ScanFile scan = ScanFiles.open(data)) {
            boolean panel = operator.range().dimensions() == 3;
            if (panel && row != null) {
                throw new IllegalArgumentException(
                        "--row chooses one detector row, but the SPEC needs the whole panel");
            }
            RawScan.Lines lines = panel
                    ? RawScan.lines(data, scan, 0, scan.rows(), plan.steps())
                    : RawScan.lines(data, scan, RawScan.chosen(scan, chosen), 1, plan.steps());
            return padded(plan, operator, operator.data(lines.data()), lines.facts());
        }
    }

    private static ReconstructionInput kspace(
            Path spec, Path file, Integer row, Double center, PreparationOptions preparation, CoilOptions coils)
            throws IOException {
        if (row != null || center != null || !preparation.plan(null).equals(ScanPlan.DEFAULT)) {
            throw new IllegalArgumentException(
                    "options that prepare projections are for x-ray scans, but " + file + " holds raw k-space");
        }
        KSpacePlan plan = coils.plan();
        if (spec == null) {
            RawKSpace raw = RawKSpace.read(file, plan);
            return new ReconstructionInput(raw.spec(), raw.data(), raw.facts());
        }
        KSpacePlan framed = new KSpacePlan(
                plan.frame(),
                false,
                KSpacePlan.DEFAULT.coils(),
                KSpacePlan.DEFAULT.maps(),
                KSpacePlan.DEFAULT.virtualCoils());
        if (!plan.equals(framed)) {
            throw new IllegalArgumentException(
                    "--series, --coils, --maps and --virtual-coils go without a SPEC, which says itself what the coils see");
        }
        Image read;
        if (file.toString().endsWith(".npy") || plan.frame().equals(KSpaceFrame.FIRST) && isCfl(file)) {
            read = ImageFiles.read(file);
        } else {
            try (KSpaceFile open = KSpaceFiles.open(file)) {
                read = open.kspace(plan.frame());
            }
        }
        OperatorSpec operator = OperatorSpec.read(spec).completedBy(read);
        return new ReconstructionInput(operator, operator.data(read), facts(file, operator));
    }

    private static boolean isCfl(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".cfl");
    }

    private static Map<String, String> facts(Path file, OperatorSpec operator) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file", file.toString());
        facts.put("sha256", Digest.sha256(file));
        facts.putAll(operator.facts());
        return facts;
    }

    private static ReconstructionInput array(
            Path spec, Path file, Integer row, Double center, PreparationOptions preparation) throws IOException {
        if (row != null || center != null) {
            throw new IllegalArgumentException("--row and --center are for raw scans, but the data are in " + file);
        }
        if (spec == null) {
            throw new IllegalArgumentException("the SPEC is missing: only raw scans can do without");
        }
        Image read = ImageFiles.read(file);
        OperatorSpec operator = OperatorSpec.read(spec).completedBy(read);
        Image data = operator.data(read);
        Map<String, String> facts = facts(file, operator);
        preparation.requireLineIntegrals();
        ScanPlan plan = preparation.plan(null);
        if (!plan.equals(ScanPlan.DEFAULT)) {
            Prepared prepared = plan.steps().applyToLineIntegrals(data);
            data = prepared.lineIntegrals();
            facts.putAll(plan.steps().laterFacts(prepared.repairs()));
        }
        return padded(plan, operator, data, facts);
    }

    /** With the projections continued beyond the detector, if that is planned. */
    private static ReconstructionInput padded(
            ScanPlan plan, OperatorSpec operator, Image data, Map<String, String> facts) {
        if (plan.padding().isEmpty()) {
            return new ReconstructionInput(operator, data, facts);
        }
        if (!(operator instanceof BeamSpec scan)) {
            throw new IllegalArgumentException("--pad is for projections, but the operator is " + operator.name());
        }
        Padding padding = plan.paddingOf(scan.beam().detectors()).orElseThrow();
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.put("padding", padding.cells() + " cells on both sides");
        return new ReconstructionInput(
                new BeamSpec(padding.beam(scan.beam()), scan.model()), padding.sinogram(data), all);
    }
}
