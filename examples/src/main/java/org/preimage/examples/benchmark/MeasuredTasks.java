package org.preimage.examples.benchmark;

import java.util.List;
import java.util.Map;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.raw.RawScan;
import org.preimage.operators.space.Image;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.FilteredBackprojection;

/**
 * Tasks from a measured scan: all views, where nothing is known to compare with, and some of the views, compared with the
 * filtered back-projection of all.
 */
public final class MeasuredTasks {
    /** Scans with more detector cells are binned, so that every method ends in about a minute. */
    private static final int MOST_CELLS = 320;

    private static final int STEP = 6;

    private final String name;
    private final RawScan all;
    private final int margin;
    private final Image reference;
    private final Pictures.Scale shown;

    /**
     * @param name what to call the scan
     * @param scan one detector row; binned to at most 320 cells
     * @param cut whether the object is wider than the detector: then the image is made half as wide again, so that it can
     *     hold what the rays met, and only the largest square that every view saw is compared and shown
     */
    MeasuredTasks(String name, RawScan scan, boolean cut) {
        this.name = name;
        int cells = scan.spec().beam().detectors();
        RawScan binned = scan.binned((cells + MOST_CELLS - 1) / MOST_CELLS);
        int n = binned.spec().beam().image().size(0);
        int wide = cut ? 2 * (3 * n / 4) + n % 2 : n;
        all = cut ? binned.withImage(wide) : binned;
        margin = cut ? (wide - (int) (n / Math.sqrt(2))) / 2 : 0;
        reference = Case.inner(
                FilteredBackprojection.METHOD
                        .with(Map.of("window", "hann"))
                        .reconstruct(new InverseProblem(all.spec().operator(), all.data()))
                        .image(),
                margin);
        shown = Pictures.Scale.quantiles(reference, 0.005, 0.999);
    }

    /** All views, and one in six. */
    public static List<Task> of(String name, RawScan scan) {
        return of(name, scan, false);
    }

    /** The same; {@code cut} tells that the object is wider than the detector. */
    static List<Task> of(String name, RawScan scan, boolean cut) {
        MeasuredTasks tasks = new MeasuredTasks(name, scan, cut);
        RawScan few = tasks.all.everyView(STEP);
        int views = few.spec().beam().views();
        return List.of(tasks.full(), tasks.some(name + "-" + views, views + " of the views", few));
    }

    /** The scan as it is used, binned. */
    RawScan scan() {
        return all;
    }

    /** All views. */
    Task full() {
        int views = all.spec().beam().views();
        return new Task(
                name + "-" + views,
                text("all " + views + " views. The truth is not known, so there are pictures but no PSNR."),
                "nothing",
                " per mm",
                all.spec(),
                random -> List.of(new Case(name, all.data(), null, margin, null, shown, all.facts())));
    }

    /**
     * Some views.
     *
     * @param task name of the task
     * @param what which views, in words
     * @param some the views
     */
    Task some(String task, String what, RawScan some) {
        return new Task(
                task,
                text(what
                        + ". The truth is not known: PSNR and SSIM compare with the filtered back-projection (Hann window)"
                        + " of all " + all.spec().beam().views()
                        + " views, which has noise of its own and favours methods that look like it."),
                "the filtered back-projection of all views, which is no truth",
                " per mm",
                some.spec(),
                random -> List.of(new Case(name, some.data(), reference, margin, null, shown, some.facts())));
    }

    private String text(String rest) {
        return "A measured scan, " + all.spec().beam().detectors() + " detector cells, "
                + (margin > 0 ? "an object wider than the detector, of which the inner square is shown, " : "")
                + rest;
    }
}
