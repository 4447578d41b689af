package org.preimage.plugins.benchmark;

import ij.ImagePlus;
import ij.gui.Plot;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.preimage.operators.space.Image;
import org.preimage.plugins.ImageCommand;
import org.preimage.plugins.Job;
import org.preimage.plugins.Planes;
import org.preimage.plugins.ct.Scan;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins &gt; Preimage &gt; Benchmark &gt; CT Convergence Plot... */
@Plugin(
        type = Command.class,
        headless = true,
        menuPath = "Plugins>Preimage>Benchmark>CT Convergence Plot...",
        description =
                "Plots how the objectives of iterative methods come to their last value, for the middle slice of a sinogram")
public final class ConvergenceCommand extends ImageCommand {
    private static final Color[] COLOURS = {
        new Color(0x1f77b4), new Color(0xd62728), new Color(0x2ca02c), new Color(0x9467bd), new Color(0xff7f0e)
    };

    @Parameter(label = "Sinogram", persist = false, description = "As for CT Reconstruct...")
    private ImagePlus sinogram;

    @Parameter(label = "Methods", description = "Names of iterative methods with spaces between, at most " + MOST)
    private String methods = "tv tikhonov";

    @Parameter(label = "Iterations (at most, 0 = the methods' own)", min = "0")
    private int iterations = 200;

    @Parameter(label = "Angle range (degrees, or auto)", description = "As for CT Reconstruct...")
    private String range = "auto";

    @Parameter(label = "Rotation axis (column, center, or auto)", description = "As for CT Reconstruct...")
    private String axis = "auto";

    @Parameter(type = ItemIO.OUTPUT, label = "Plot")
    private ImagePlus plot;

    private static final int MOST = 5;

    @Override
    protected String name() {
        return "CT Convergence Plot";
    }

    @Override
    protected ImagePlus make() {
        Planes input = new Planes("Sinogram", sinogram);
        String[] names = methods.strip().split("[,;\\s]+");
        if (names.length > MOST) {
            throw new IllegalArgumentException(
                    "there are " + names.length + " methods, but at most " + MOST + " are plotted");
        }
        List<Method> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(Methods.named(Methods.classical(), name));
        }
        Scan scan = Scan.of(input, range, axis, 0);
        Image data = input.read(input.count() / 2, scan.beam().sinogram());
        InverseProblem problem = new InverseProblem(scan.beam().projector(), data);
        Plot made = new Plot("Convergence of " + input.title(), "iteration", "log10 |objective / its last value - 1|");
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Source", input.title());
        try (Job job = job(names.length)) {
            for (int i = 0; i < names.length; i++) {
                if (!job.begin(i) || !add(made, chosen.get(i), problem, i, job, facts)) {
                    job.end(name() + ": cancelled, nothing is kept");
                    cancel(null);
                    return null;
                }
            }
            made.setColor(Color.black);
            made.setLimitsToFit(false);
            made.addLegend(String.join("\n", names));
            ImagePlus image = made.getImagePlus();
            facts(image, facts);
            job.end(name() + ": done");
            return image;
        }
    }

    /** A method's line; false if the user stopped. */
    private boolean add(
            Plot plot, Method method, InverseProblem problem, int number, Job job, Map<String, String> facts) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (iterations > 0
                && method.parameters().stream().anyMatch(p -> p.name().equals("iterations"))) {
            settings.put("iterations", Integer.toString(iterations));
        }
        Reconstruction result = method.with(settings).reconstruct(problem, p -> job.iterated(number, p));
        if (result.status() == Status.CANCELLED || job.cancelled()) {
            return false;
        }
        List<Progress.Row> rows = result.history().stream()
                .filter(r -> Double.isFinite(r.objective()))
                .toList();
        if (rows.size() < 3) {
            throw new IllegalArgumentException("method " + method.name() + " has no objective to plot: it made "
                    + result.iterations() + " iterations");
        }
        // Not the least: what splitting methods record may rise, as it is of an image that does not obey constraints
        // yet.
        double last = rows.get(rows.size() - 1).objective();
        double scale = Math.max(Math.abs(last), Double.MIN_NORMAL);
        List<double[]> points = new ArrayList<>();
        for (Progress.Row row : rows) {
            double apart = Math.abs(row.objective() - last) / scale;
            if (apart > 0) {
                points.add(new double[] {row.iteration(), Math.log10(apart)});
            }
        }
        plot.setColor(COLOURS[number]);
        plot.setLineWidth(2);
        plot.addPoints(
                points.stream().mapToDouble(p -> p[0]).toArray(),
                points.stream().mapToDouble(p -> p[1]).toArray(),
                Plot.LINE);
        facts.put(method.name(), result.iterations() + " iterations, objective " + last);
        return true;
    }

    @Override
    protected void deliver(ImagePlus result) {
        plot = result;
    }
}
