package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.preimage.examples.data.DataSet;
import org.preimage.examples.data.Download;
import org.preimage.examples.data.RawScan;
import org.preimage.examples.report.Numbers;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.file.Dxchange;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.spec.Shapes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "data", description = "Say what a file holds, or fetch a public data set (preimage data get NAME).")
final class DataCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "An array, an image or a raw scan.")
    private Path file;

    @Option(names = "--spec", description = "Print the SPEC of a raw scan and nothing else.")
    private boolean specOnly;

    @Option(
            names = "--row",
            paramLabel = "N",
            description = "Raw scans: detector row, from 0; the middle one by default.")
    private Integer row;

    @Override
    public Integer call() throws IOException {
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "data needs a FILE, or get NAME");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (RawScan.isHdf5(file)) {
            int rows = Dxchange.read(file, 0).rows();
            int chosen = row == null ? (rows - 1) / 2 : row;
            RawScan scan = RawScan.read(file, OptionalInt.of(chosen), OptionalDouble.empty());
            if (specOnly) {
                out.println(scan.spec().text());
            } else {
                describe(out, Dxchange.read(file, chosen), scan);
            }
        } else {
            if (specOnly) {
                throw new IllegalArgumentException(
                        file + " says nothing about a geometry: --spec is for raw scans (.h5)");
            }
            describe(out, ImageFiles.read(file));
        }
        out.flush();
        return Main.DONE;
    }

    private void describe(PrintWriter out, Dxchange raw, RawScan scan) {
        int cells = raw.counts().space().size(0);
        Pictures.Scale counts = Pictures.Scale.of(raw.counts());
        out.println(file + ": raw parallel-beam scan (DXchange HDF5)");
        out.println("  projections  (" + raw.counts().space().size(1) + ", " + raw.rows() + ", " + cells
                + ") : angles, detector rows, detector columns");
        out.println("  flats        " + raw.flats().space().size(1) + ", darks "
                + raw.darks().space().size(1));
        out.println("  counts       " + Numbers.of(counts.low()) + " to " + Numbers.of(counts.high()) + " in this row");
        scan.facts().forEach((name, fact) -> {
            if (!name.equals("file")) {
                out.println("  " + name + " ".repeat(Math.max(1, 13 - name.length())) + fact);
            }
        });
        out.println("  SPEC         preimage data " + file + " --spec");
    }

    private void describe(PrintWriter out, Image image) {
        String type = image.space().field() == Field.COMPLEX ? "complex" : "real";
        int bad = 0;
        for (float v : image.data()) {
            bad += Float.isFinite(v) ? 0 : 1;
        }
        Pictures.Scale range = Pictures.Scale.of(image);
        out.println(file + ": array of shape " + Shapes.text(image.space()) + ", " + type);
        out.println("  values       " + Numbers.of(range.low()) + " to " + Numbers.of(range.high())
                + (bad > 0 ? ", " + bad + " NaN or infinite" : ""));
    }

    @Command(name = "get", description = "Fetch a public data set from its origin; without a name, list them.")
    int get(
            @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which one.") String name,
            @Option(
                            names = "--cache",
                            paramLabel = "DIR",
                            description = "Where to; by default $PREIMAGE_CACHE or ~/.cache/preimage.")
                    Path cache)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (name == null) {
            for (DataSet set : DataSet.catalogue()) {
                out.println(set.name() + ": " + set.description());
                out.println("  " + set.bytes() + " bytes from " + set.url());
                out.println("  licence: " + set.licence());
                out.println("  cite: " + set.citation());
            }
        } else {
            DataSet set = DataSet.named(name);
            Path folder = cache == null ? Download.defaultCache() : cache;
            boolean cached = Download.isCached(set, folder);
            Path fetched = Download.fetch(set, folder, Cancellation::asked);
            out.println(fetched + (cached ? " (already there)" : " (fetched, sha256 as listed)"));
            out.println("licence: " + set.licence());
            out.println("cite: " + set.citation());
        }
        out.flush();
        return Main.DONE;
    }
}
