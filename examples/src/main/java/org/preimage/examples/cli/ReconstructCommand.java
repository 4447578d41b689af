package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.preimage.examples.data.Digest;
import org.preimage.examples.data.RawScan;
import org.preimage.examples.data.ScanPlan;
import org.preimage.examples.report.Folder;
import org.preimage.examples.report.Numbers;
import org.preimage.examples.report.ReconstructionReport;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.space.Image;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.operators.tomography.preparation.Padding;
import org.preimage.operators.tomography.preparation.Prepared;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.solver.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "reconstruct",
        description = {
            "Turn data into an image.",
            "Data of a raw scan (DXchange .h5) are flat and dark corrected and need no SPEC: the angles are read from the"
                    + " file, the rotation axis is found, pixels are as wide as detector cells."
        })
final class ReconstructCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SPEC", description = "The operator as JSON.")
    private Path specFile;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "The data: .npy, .tif, or .h5.")
    private Path dataFile;

    @Option(names = "--method", required = true, paramLabel = "NAME", description = "As preimage methods lists them.")
    private String methodName;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A parameter of the method; may be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The image: .npy, .tif or .png; a .tif stack or a folder for --rows.")
    private Path out;

    @Option(names = "--report", paramLabel = "DIR", description = "Also write index.html with picture and provenance.")
    private Path report;

    @Option(
            names = "--row",
            paramLabel = "N",
            description = "Raw scans: detector row, from 0; the middle one by default.")
    private Integer row;

    @Option(
            names = "--rows",
            paramLabel = "ROWS",
            description = "Raw scans: all, N or FIRST-LAST; slices go to a .tif stack or a folder as they are made.")
    private String rows;

    @Option(
            names = "--center",
            paramLabel = "COLUMN",
            description = "Raw scans without SPEC: detector column of the rotation axis; found by default.")
    private Double center;

    @Mixin
    private PreparationOptions preparation = new PreparationOptions();

    @Mixin
    private ProgressDisplay.Choice progress;

    /** Operator and data with how they came about. */
    private record Input(OperatorSpec operator, Image data, Map<String, String> facts) {}

    @Override
    public Integer call() throws IOException {
        if (rows != null) {
            return reconstructRows();
        }
        Outputs.requireWritable(out);
        if (report != null) {
            Folder.requireFree(report);
        }
        preparation.hounsfield();
        Method method = Methods.named(Methods.classical(), methodName);
        Reconstructor reconstructor = method.with(parameters);
        Input input = input();
        if (!method.takes(input.operator().name())) {
            throw new IllegalArgumentException("method " + method.name() + " does not take the operator "
                    + input.operator().name() + ", but only " + String.join(", ", method.operators()));
        }
        Outputs.requireRoom(out, input.operator().domain());
        InverseProblem problem = new InverseProblem(input.operator().operator(), input.data());
        long begin = System.nanoTime();
        Reconstruction result;
        try (ProgressDisplay display = progress.open()) {
            result = reconstructor.reconstruct(problem, display);
        }
        double seconds = (System.nanoTime() - begin) * 1e-9;
        if (result.status() == Status.CANCELLED || Cancellation.asked()) {
            throw new CancellationException();
        }
        if (report != null) {
            String html = ReconstructionReport.html(
                    input.operator(), input.data(), input.facts(), result, seconds, commandText());
            Folder.write(report, folder -> Files.writeString(folder.resolve("index.html"), html));
        }
        ImageFiles.write(out, preparation.scaled(result.image()));
        print(result, seconds);
        return Main.DONE;
    }

    private int reconstructRows() throws IOException {
        if (row != null || report != null) {
            throw new IllegalArgumentException("--rows goes with neither --row nor --report");
        }
        Method method = Methods.named(Methods.classical(), methodName);
        new RowsReconstruction(dataFile, specFile, center, method, method.with(parameters), rows, out)
                .run(progress, spec.commandLine().getOut());
        return Main.DONE;
    }

    private Input input() throws IOException {
        if (RawScan.isHdf5(dataFile)) {
            if (specFile != null && center != null) {
                throw new IllegalArgumentException(
                        "--center and a SPEC both place the rotation axis; give one of them");
            }
            OptionalInt chosen = row == null ? OptionalInt.empty() : OptionalInt.of(row);
            ScanPlan plan = preparation.plan(center);
            if (specFile == null) {
                RawScan scan = RawScan.read(dataFile, chosen, plan);
                return new Input(scan.spec(), scan.data(), scan.facts());
            }
            preparation.requireNoAxis();
            // The SPEC places the axis: any will do for reading the line integrals.
            RawScan scan = RawScan.read(
                    dataFile,
                    chosen,
                    new ScanPlan(plan.steps(), plan.axis(), false, OptionalDouble.of(0), OptionalInt.empty()));
            OperatorSpec operator = OperatorSpec.read(specFile);
            Map<String, String> facts = new LinkedHashMap<>(scan.facts());
            facts.remove("rotation axis");
            facts.remove("angles");
            return padded(plan, operator, operator.data(scan.data()), facts);
        }
        if (row != null || center != null) {
            throw new IllegalArgumentException(
                    "--row and --center are for raw scans in .h5 files, but the data are in " + dataFile);
        }
        if (specFile == null) {
            throw new IllegalArgumentException("the SPEC is missing: only data in .h5 files can do without");
        }
        OperatorSpec operator = OperatorSpec.read(specFile);
        Image data = operator.data(ImageFiles.read(dataFile));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("file", dataFile.toString());
        facts.put("sha256", Digest.sha256(dataFile));
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
    private static Input padded(ScanPlan plan, OperatorSpec operator, Image data, Map<String, String> facts) {
        if (plan.padding().isEmpty()) {
            return new Input(operator, data, facts);
        }
        if (!(operator instanceof BeamSpec scan)) {
            throw new IllegalArgumentException("--pad is for projections, but the operator is " + operator.name());
        }
        Padding padding = plan.paddingOf(scan.beam().detectors()).orElseThrow();
        facts.put("padding", padding.cells() + " cells on both sides");
        return new Input(new BeamSpec(padding.beam(scan.beam()), scan.model()), padding.sinogram(data), facts);
    }

    private String commandText() {
        StringBuilder text = new StringBuilder("java -jar examples/target/preimage.jar");
        for (String arg : spec.commandLine().getParseResult().originalArgs()) {
            text.append(' ').append(arg.matches("[\\w.,:=/%+-]+") ? arg : "'" + arg + "'");
        }
        return text.toString();
    }

    private void print(Reconstruction result, double seconds) {
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.println(result.how().method() + ": " + result.status().message()
                + (result.iterations() > 0 ? " after " + result.iterations() + " iterations" : "") + ", "
                + Numbers.fixed(seconds, 2) + " s");
        result.how().parameters().forEach((name, value) -> stdout.println("  " + name + " = " + value));
        result.how().notes().forEach((name, note) -> stdout.println("  note on " + name + ": " + note));
        stdout.flush();
    }
}
