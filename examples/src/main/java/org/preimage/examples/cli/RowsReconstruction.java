package org.preimage.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.preimage.operators.file.ScanFile;
import org.preimage.operators.file.ScanFiles;
import org.preimage.operators.file.SliceWriter;
import org.preimage.operators.file.TiffFolderWriter;
import org.preimage.operators.file.TiffStackWriter;
import org.preimage.operators.raw.RawScan;
import org.preimage.operators.raw.ScanPlan;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.operators.text.Numbers;
import org.preimage.operators.tomography.ParallelBeam;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.solver.Status;
import org.preimage.reconstruction.stack.StackReconstruction;

/**
 * Many rows of a raw scan, slice by slice into a TIFF stack or a folder: what {@code preimage reconstruct --rows} does.
 *
 * @param data the raw scan
 * @param spec geometry of one slice; null to take it from the scan
 * @param plan from counts to line integrals, and the axis, which is found in the middle row if it is not given
 * @param unit of the slices that are written
 * @param method the method's entry in the list
 * @param reconstructor the method with its parameters
 * @param rows {@code all}, one row, or FIRST-LAST
 * @param out a .tif file, or a folder
 */
record RowsReconstruction(
        Path data,
        Path spec,
        ScanPlan plan,
        UnaryOperator<Image> unit,
        Method method,
        Reconstructor reconstructor,
        String rows,
        Path out) {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    /** Rows {@code first} to {@code last}, both included. */
    private record Range(int first, int last) {
        int count() {
            return last - first + 1;
        }

        static Range parse(String text, int rows) {
            if (text.equals("all")) {
                return new Range(0, rows - 1);
            }
            Matcher range = RANGE.matcher(text);
            if (!range.matches()) {
                throw new IllegalArgumentException("--rows is \"" + text + "\", but must be all, N or FIRST-LAST");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first > last || last >= rows) {
                throw new IllegalArgumentException(
                        "--rows is \"" + text + "\", but the scan has the rows 0 to " + (rows - 1));
            }
            return new Range(first, last);
        }
    }

    /** @throws CancellationException if the user stopped it; the slices so far are kept */
    void run(ProgressDisplay.Choice progress, PrintWriter stdout) throws IOException {
        requireFree();
        if (plan.offset() || plan.padding().isPresent()) {
            throw new IllegalArgumentException("--rows goes with neither --axis offset nor --pad");
        }
        try (ScanFile scan = ScanFiles.open(data)) {
            run(scan, progress, stdout);
        }
    }

    private void run(ScanFile scan, ProgressDisplay.Choice progress, PrintWriter stdout) throws IOException {
        Range range = Range.parse(rows, scan.rows());
        BeamSpec geometry = geometry(range);
        if (!method.takes(geometry.name()) || !(geometry.beam() instanceof ParallelBeam beam)) {
            throw new IllegalArgumentException("method " + method.name() + " and --rows do not take the operator "
                    + geometry.name() + " together");
        }
        StackReconstruction stack = withBlock(beam.slice(), geometry, range.count());
        announce(stack, range, stdout);
        long begin = System.nanoTime();
        StackReconstruction.Outcome outcome;
        try (SliceWriter writer = writer(stack.slice().image(), range.first())) {
            try (ProgressDisplay display = progress.open()) {
                outcome = stack.run(
                        range.first(),
                        range.count(),
                        (first, count) -> stackLines(scan, first, count),
                        (row, slice) -> writer.write(unit.apply(slice).data()),
                        display);
            }
            if (writer.slices() > 0) {
                writer.finish();
            }
        }
        double seconds = (System.nanoTime() - begin) * 1e-9;
        stdout.println(method.name() + ": " + outcome.slices() + " slices, "
                + outcome.status().message() + ", " + Numbers.fixed(seconds, 2) + " s");
        if (outcome.how() != null) {
            outcome.how().parameters().forEach((name, value) -> stdout.println("  " + name + " = " + value));
        }
        stdout.flush();
        if (outcome.status() == Status.CANCELLED) {
            throw new CancellationException();
        }
    }

    private boolean toFile() {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".tif") || name.endsWith(".tiff");
    }

    private void requireFree() throws IOException {
        if (toFile()) {
            Outputs.requireWritable(out);
        } else if (String.valueOf(out.getFileName()).matches("(?i).*\\.(npy|png|h5)")) {
            throw new IllegalArgumentException(
                    "cannot write slices to " + out + ": its name must end in .tif or .tiff, or be that of a folder");
        } else {
            TiffFolderWriter.requireFree(out);
        }
    }

    private SliceWriter writer(Space slice, int first) throws IOException {
        return toFile() ? new TiffStackWriter(out, slice, slice.spacing(0)) : new TiffFolderWriter(out, slice, first);
    }

    private BeamSpec geometry(Range range) throws IOException {
        if (spec == null) {
            int middle = (range.first() + range.last()) / 2;
            return RawScan.read(data, OptionalInt.of(middle), plan).spec();
        }
        if (plan.center().isPresent()) {
            throw new IllegalArgumentException("--center and a SPEC both place the rotation axis; give one of them");
        }
        if (OperatorSpec.read(spec) instanceof BeamSpec beam) {
            return beam;
        }
        throw new IllegalArgumentException(spec + " describes no beam, but --rows needs one");
    }

    /** The largest block that leaves half of the memory free, or the smallest that fits. */
    private StackReconstruction withBlock(ParallelBeam slice, BeamSpec geometry, int rows) {
        long memory = Runtime.getRuntime().maxMemory();
        StackReconstruction stack = null;
        for (int block : new int[] {64, StackReconstruction.DEFAULT_BLOCK, 8, 4, 2, 1}) {
            stack = new StackReconstruction(slice, geometry.model(), reconstructor, Math.min(block, rows));
            if (2 * stack.bytes() <= memory) {
                return stack;
            }
        }
        if (stack.bytes() > memory) {
            throw new IllegalArgumentException("one row needs about " + mib(stack.bytes()) + ", but Java has "
                    + mib(memory) + "; give it more with java -Xmx");
        }
        return stack;
    }

    private void announce(StackReconstruction stack, Range range, PrintWriter stdout) throws IOException {
        Space image = stack.slice().image();
        long disk = 4L * image.length() * range.count();
        stdout.println("rows " + range.first() + " to " + range.last() + ": " + range.count() + " slices of "
                + image.size(0) + " x " + image.size(1) + " pixels, " + mib(disk) + " in " + out);
        stdout.println("memory: about " + mib(stack.bytes()) + " for " + stack.block()
                + " rows at a time, however many there are; Java has "
                + mib(Runtime.getRuntime().maxMemory()));
        stdout.flush();
        Path folder = out.toAbsolutePath().getParent();
        long free = Files.getFileStore(folder).getUsableSpace();
        if (disk > free) {
            throw new IOException(
                    "cannot write " + out + ": it needs " + mib(disk) + ", but the disk has " + mib(free) + " left");
        }
    }

    private static String mib(long bytes) {
        return Math.max(1, Math.round(bytes / 1048576.0)) + " MiB";
    }

    /** Line integrals of rows of a scan; a single one too has its axis of rows. */
    private Image stackLines(ScanFile scan, int first, int count) throws IOException {
        Image lines = RawScan.lines(data, scan, first, count, plan.steps()).data();
        if (count > 1) {
            return lines;
        }
        Space space = lines.space();
        Axis[] axes = {
            space.axes().get(0), new Axis(Role.DETECTOR_ROW, 1), space.axes().get(1)
        };
        return new Image(Space.of(axes), lines.data());
    }
}
