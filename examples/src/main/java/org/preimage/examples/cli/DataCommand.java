package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.preimage.examples.data.DataSet;
import org.preimage.examples.data.Download;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "data", description = "Say what a file holds, or fetch a public data set (preimage data get NAME).")
final class DataCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = {
                "A raw scan (DXchange HDF5, MATLAB .mat, .npy, TIFF, a folder of TIFF files, Nikon .xtekct), raw k-space",
                "(ISMRMRD HDF5, BART .cfl, complex .npy), an array, an image, or a folder of DICOM slices; FILE:/NAME is one",
                "array of a .mat or HDF5 file."
            })
    private Path file;

    @Option(names = "--spec", description = "Print the SPEC of a scan whose geometry is known, and nothing else.")
    private boolean specOnly;

    @Option(
            names = "--row",
            paramLabel = "N",
            description = "Raw scans: detector row, from 0; the middle one by default.")
    private Integer row;

    @Mixin
    private KSpaceOptions kspace;

    @Override
    public Integer call() throws IOException {
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "data needs a FILE, or get NAME");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (kspace.isGiven() || KSpaceFiles.isKSpace(file)) {
            kspace(out);
            out.flush();
            return Main.DONE;
        }
        DataDescription description = new DataDescription(file, out, row);
        if (specOnly) {
            description.printSpec();
        } else {
            description.print();
        }
        out.flush();
        return Main.DONE;
    }

    private void kspace(PrintWriter out) throws IOException {
        if (row != null) {
            throw new ParameterException(
                    spec.commandLine(), "--row is for detectors of x-rays, but " + file + " is raw k-space");
        }
        try (KSpaceFile scan = KSpaceFiles.open(file)) {
            KSpaceDescription description = new KSpaceDescription(file, scan, kspace.frame());
            // Known before anything is written.
            String text = specOnly ? description.spec(kspace.trajectoryFile()).text() : null;
            kspace.save(file, scan);
            if (text != null) {
                out.println(text);
            } else {
                description.print(out);
            }
        }
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
