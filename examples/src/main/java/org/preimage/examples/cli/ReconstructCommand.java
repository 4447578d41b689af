package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.preimage.examples.report.Folder;
import org.preimage.examples.report.ReconstructionReport;
import org.preimage.operators.space.Image;
import org.preimage.operators.text.Numbers;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.preimage.reconstruction.posterior.PosteriorEstimate;
import org.preimage.reconstruction.solver.Listener;
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
            "Raw k-space (ISMRMRD, .cfl, complex .npy) needs no SPEC either: sensitivities are estimated from its centre.",
            "A raw scan (DXchange, MATLAB, .xtekct, a folder of TIFF files) that states its angles needs no SPEC: counts are flat"
                    + " and dark corrected, the rotation axis is found, pixels are as wide as detector cells."
        })
final class ReconstructCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "SPEC", description = "The operator as JSON.")
    private Path specFile;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "The data: a raw scan or k-space, .npy or .tif.")
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

    @Option(
            names = "--deviation",
            paramLabel = "FILE",
            description = "Of methods that know it, also the standard deviation of each pixel: .npy, .tif or .png.")
    private Path deviation;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "Stop an iteration after this time, wherever it stands, and write its image.")
    private Double timeLimit;

    @Option(
            names = "--pictures",
            paramLabel = "FOLDER",
            description = "Of iterative methods, write the image on its way as pictures.")
    private Path pictures;

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "50",
            description = "Iterations between pictures; 50 by default.")
    private int every;

    @Mixin
    private PreparationOptions preparation = new PreparationOptions();

    @Mixin
    private CoilOptions coils = new CoilOptions();

    @Mixin
    private ProgressDisplay.Choice progress;

    @Override
    public Integer call() throws IOException {
        if (timeLimit != null && !(timeLimit > 0)) {
            throw new IllegalArgumentException("--time-limit is " + timeLimit + ", but must be positive");
        }
        if (rows != null) {
            return reconstructRows();
        }
        Outputs.requireWritable(out);
        if (report != null) {
            Folder.requireFree(report);
        }
        preparation.hounsfield();
        Method method = Methods.named(LearnedMethods.all(), methodName);
        Reconstructor reconstructor = method.with(parameters);
        if (deviation != null) {
            if (!(reconstructor instanceof BayesianReconstructor)) {
                throw new IllegalArgumentException(
                        "method " + method.name() + " knows no standard deviation, which --deviation asks for");
            }
            if (preparation.hounsfield().isPresent()) {
                throw new IllegalArgumentException(
                        "--deviation does not go with --hounsfield: it is in the image's own unit");
            }
            Outputs.requireWritable(deviation);
        }
        ReconstructionInput input = ReconstructionInput.of(specFile, dataFile, row, center, preparation, coils);
        if (!method.takes(input.operator().name())) {
            throw new IllegalArgumentException("method " + method.name() + " does not take the operator "
                    + input.operator().name() + ", but only " + String.join(", ", method.operators()));
        }
        Outputs.requireRoom(out, input.operator().domain());
        InverseProblem problem = new InverseProblem(input.operator().operator(), input.data());
        ProgressPictures drawn = pictures == null
                ? null
                : new ProgressPictures(pictures, every, problem.forward().domain());
        long begin = System.nanoTime();
        Reconstruction result;
        Image spread = null;
        try (ProgressDisplay display = progress.open()) {
            Listener listener = p -> (drawn == null || drawn.onIteration(p)) && display.onIteration(p) && !late(begin);
            if (deviation != null) {
                PosteriorEstimate estimate = ((BayesianReconstructor) reconstructor).estimate(problem, listener);
                result = estimate.reconstruction();
                spread = estimate.standardDeviation();
            } else {
                result = reconstructor.reconstruct(problem, listener);
            }
        }
        double seconds = (System.nanoTime() - begin) * 1e-9;
        if (result.status() == Status.CANCELLED && late(begin)) {
            result = new Reconstruction(
                    result.image(), Status.TIME_LIMIT, result.iterations(), result.history(), result.how());
        }
        if (result.status() == Status.CANCELLED || Cancellation.asked()) {
            throw new CancellationException();
        }
        if (report != null) {
            String html = ReconstructionReport.html(
                    input.operator(), input.data(), input.facts(), result, seconds, commandText());
            Folder.write(report, folder -> Files.writeString(folder.resolve("index.html"), html));
        }
        Outputs.write(out, preparation.scaled(result.image()));
        if (spread != null) {
            Outputs.write(deviation, spread);
        }
        print(result, seconds);
        if (drawn != null) {
            PrintWriter stdout = spec.commandLine().getOut();
            stdout.println("  " + drawn.written() + " pictures in " + pictures);
            stdout.flush();
        }
        return Main.DONE;
    }

    private boolean late(long begin) {
        return timeLimit != null && (System.nanoTime() - begin) * 1e-9 > timeLimit;
    }

    private int reconstructRows() throws IOException {
        if (row != null || report != null || timeLimit != null || pictures != null || deviation != null) {
            throw new IllegalArgumentException(
                    "--rows goes with none of --row, --report, --time-limit, --pictures and --deviation");
        }
        Method method = Methods.named(LearnedMethods.all(), methodName);
        preparation.hounsfield();
        new RowsReconstruction(
                        dataFile,
                        specFile,
                        preparation.plan(center),
                        preparation::scaled,
                        method,
                        method.with(parameters),
                        rows,
                        out)
                .run(progress, spec.commandLine().getOut());
        return Main.DONE;
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
