package org.preimage.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.preimage.examples.benchmark.Quality;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.space.Image;
import org.preimage.operators.spec.Shapes;
import org.preimage.operators.text.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        description =
                "Compare images with the truth: PSNR, SSIM, RMSE, NRMSE = |image - truth| / |truth|. Of complex files magnitudes.")
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--truth", required = true, paramLabel = "FILE", description = "The true image.")
    private Path truth;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The images to compare with it.")
    private List<Path> files;

    @Option(
            names = "--peak",
            paramLabel = "RANGE",
            description = "Range of values for PSNR and SSIM; by default maximum - minimum of the truth.")
    private Double peak;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (peak != null && !(peak > 0 && Double.isFinite(peak))) {
            throw new IllegalArgumentException("--peak is " + peak + ", but must be a number greater than 0");
        }
        Image reference = read(truth);
        List<Quality> qualities = new ArrayList<>();
        for (Path file : files) {
            Image image = read(file);
            if (!Arrays.equals(image.space().sizes(), reference.space().sizes())) {
                throw new IllegalArgumentException(file + " has shape " + Shapes.text(image.space())
                        + ", but the truth has " + Shapes.text(reference.space()));
            }
            qualities.add(Quality.of(reference, image, peak == null ? Double.NaN : peak));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode array = new ObjectMapper().createArrayNode();
            for (int i = 0; i < files.size(); i++) {
                ObjectNode node = array.addObject().put("file", files.get(i).toString());
                Quality q = qualities.get(i);
                if (Double.isFinite(q.psnr())) {
                    node.put("psnr", q.psnr());
                } else {
                    // Equal images: an infinite PSNR, which JSON cannot hold.
                    node.putNull("psnr");
                }
                node.put("ssim", q.ssim()).put("rmse", q.rmse()).put("nrmse", q.nrmse());
            }
            Outputs.json(out, array);
            return Main.DONE;
        }
        out.println(String.format(Locale.ROOT, "%9s %7s %11s %8s  %s", "PSNR/dB", "SSIM", "RMSE", "NRMSE", "file"));
        for (int i = 0; i < files.size(); i++) {
            Quality q = qualities.get(i);
            out.println(String.format(
                    Locale.ROOT,
                    "%9s %7s %11s %8s  %s",
                    Numbers.fixed(q.psnr(), 2),
                    Numbers.fixed(q.ssim(), 3),
                    Numbers.of(q.rmse()),
                    Numbers.fixed(q.nrmse(), 5),
                    files.get(i)));
        }
        out.flush();
        return Main.DONE;
    }

    private static Image read(Path file) throws IOException {
        Image image = ImageFiles.read(file);
        image.requireFinite(file.toString());
        return image;
    }
}
