package org.preimage.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.preimage.examples.data.RawScan;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.FilteredBackprojection;

/**
 * Tasks from a raw scan: all views, where nothing is known to compare with, and a sixth of the views, compared with the
 * filtered back-projection of all views.
 */
public final class MeasuredTasks {
    /** Scans with more detector cells are binned, so that every method ends in about a minute. */
    private static final int MOST_CELLS = 320;

    private static final int STEP = 6;

    private MeasuredTasks() {}

    /**
     * The tasks of one detector row.
     *
     * @param name what to call them
     * @param file a DXchange file
     * @param row from 0; the middle one if not given
     * @param center of rotation in cells; found if not given
     */
    public static List<Task> of(String name, Path file, OptionalInt row, OptionalDouble center) throws IOException {
        RawScan read = RawScan.read(file, row, center);
        int cells = read.spec().beam().detectors();
        RawScan all = read.binned((cells + MOST_CELLS - 1) / MOST_CELLS);
        RawScan few = all.everyView(STEP);
        Image reference = FilteredBackprojection.METHOD
                .withDefaults()
                .reconstruct(new InverseProblem(all.spec().operator(), all.data()))
                .image();
        Pictures.Scale shown = Pictures.Scale.quantiles(reference, 0.005, 0.999);
        String what = "A measured scan, row " + all.facts().get("row") + ", "
                + all.spec().beam().detectors() + " detector cells, ";
        Task full = new Task(
                name + "-" + all.spec().beam().views(),
                what + "all " + all.spec().beam().views()
                        + " views. The truth is not known, so there are pictures but no PSNR.",
                "nothing",
                " per cell",
                all.spec(),
                random -> List.of(new Case(name, all.data(), null, shown, all.facts())));
        Task sparse = new Task(
                name + "-" + few.spec().beam().views(),
                what + few.spec().beam().views() + " of "
                        + all.spec().beam().views()
                        + " views. The truth is not known: PSNR and SSIM compare with the filtered back-projection of all"
                        + " views, which has noise of its own and favours methods that look like it.",
                "the filtered back-projection of all views, which is no truth",
                " per cell",
                few.spec(),
                random -> List.of(new Case(name, few.data(), reference, shown, few.facts())));
        return List.of(full, sparse);
    }
}
