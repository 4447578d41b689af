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
import org.preimage.examples.report.Folder;
import org.preimage.examples.report.Numbers;
import org.preimage.examples.report.ReconstructionReport;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.space.Image;
import org.preimage.operators.spec.OperatorSpec;
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

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The image: .npy, .tif or .png.")
    private Path out;

    @Option(names = "--report", paramLabel = "DIR", description = "Also write index.html with picture and provenance.")
    private Path report;

    @Option(
            names = "--row",
            paramLabel = "N",
            description = "Raw scans: detector row, from 0; the middle one by default.")
    private Integer row;

    @Option(
            names = "--center",
            paramLabel = "COLUMN",
            description = "Raw scans without SPEC: detector column of the rotation axis; found by default.")
    private Double center;

    @Mixin
    private ProgressDisplay.Choice progress;

    /** Operator and data with how they came about. */
    private record Input(OperatorSpec operator, Image data, Map<String, String> facts) {}

    @Override
    public Integer call() throws IOException {
        Outputs.requireWritable(out);
        if (report != null) {
            Folder.requireFree(report);
        }
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
        ImageFiles.write(out, result.image());
        print(result, seconds);
        return Main.DONE;
    }

    private Input input() throws IOException {
        if (RawScan.isHdf5(dataFile)) {
            if (specFile != null && center != null) {
                throw new IllegalArgumentException(
                        "--center and a SPEC both place the rotation axis; give one of them");
            }
            OptionalInt chosen = row == null ? OptionalInt.empty() : OptionalInt.of(row);
            if (specFile == null) {
                RawScan scan = RawScan.read(
                        dataFile, chosen, center == null ? OptionalDouble.empty() : OptionalDouble.of(center));
                return new Input(scan.spec(), scan.data(), scan.facts());
            }
            // The SPEC places the axis: any will do for reading the line integrals.
            RawScan scan = RawScan.read(dataFile, chosen, OptionalDouble.of(0));
            OperatorSpec operator = OperatorSpec.read(specFile);
            Map<String, String> facts = new LinkedHashMap<>(scan.facts());
            facts.remove("rotation axis");
            facts.remove("angles");
            return new Input(operator, operator.data(scan.data()), facts);
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
        return new Input(operator, data, facts);
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
