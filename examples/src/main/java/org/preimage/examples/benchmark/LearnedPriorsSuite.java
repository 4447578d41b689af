package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.tomography.Beam;

/**
 * Learned priors, which know images but not the operator, beside total variation, where views are few, where an arc of views is
 * missing, and where lines of k-space are.
 *
 * @param images test images of each table
 */
record LearnedPriorsSuite(int images) implements Suite {
    private static final String FBP = "fbp:window=hann:cutoff=0.705";
    private static final List<String> CT =
            List.of("adversarial-regulariser:bundle=ar-ct", "convex-adversarial-regulariser:bundle=acr-ct");
    private static final List<String> MRI =
            List.of("adversarial-regulariser:bundle=ar-mri", "convex-adversarial-regulariser:bundle=acr-mri");
    private static final String LONG = ":iterations=2000:tolerance=0";

    LearnedPriorsSuite() {
        this(10);
    }

    @Override
    public String name() {
        return "learned-priors";
    }

    @Override
    public String description() {
        return "Learned priors beside total variation: CT of a human head from few views, accelerated MRI of a brain,"
                + " sparse-view and limited-angle CT of ellipses; and what becomes of images when critics that are convex"
                + " and critics that are not are iterated on.";
    }

    @Override
    public List<String> methods() {
        List<String> all = new ArrayList<>(List.of("fbp:window=hann", "zero-filled", "tv"));
        all.addAll(CT);
        all.addAll(MRI);
        all.addAll(List.of("pnp-gradient-step", "pnp-dncnn"));
        return all;
    }

    @Override
    public List<Task> tasks(Path scans) {
        return List.of(
                new SimulatedTasks("-30-views", "30 views", "views", 30, Beam.uniformAngles(0, 180, 30), "2e4")
                        .head("head_ct_20.png", "head_ct_04.png")
                        .without(Set.copyOf(MRI)),
                MriCartesianSuite.lines().without(Set.copyOf(CT)));
    }

    @Override
    public List<Study> studies() {
        return List.of(
                table(
                        "sparse",
                        "30 views, as in table-ellipses.",
                        SparseViewExperiment::dival,
                        List.of(
                                PublishedRow.extra("AR").by("adversarial-regulariser:bundle=ar-ellipses"),
                                PublishedRow.extra("ACR").by("convex-adversarial-regulariser:bundle=acr-ellipses"),
                                PublishedRow.extra("UAR").by("unrolled-adversarial:bundle=uar-ellipses"),
                                PublishedRow.extra("UAR, refined")
                                        .by("unrolled-adversarial:bundle=uar-ellipses:iterations=10"),
                                PublishedRow.extra("gradient-step PnP").by("pnp-gradient-step"))),
                table(
                        "limited-angle",
                        "60 views over 120 degrees.",
                        SparseViewExperiment::limitedAngle,
                        List.of(
                                PublishedRow.extra("AR").by("adversarial-regulariser:bundle=ar-limited"),
                                PublishedRow.extra("ACR").by("convex-adversarial-regulariser:bundle=acr-limited"),
                                PublishedRow.extra("gradient-step PnP").by("pnp-gradient-step"))),
                new LongRun(
                        "long-run",
                        "Limited angle: 2000 iterations without a stop, with a critic that is not convex and was trained"
                                + " as published, one that has seen images beyond real ones as well, and a convex one. The"
                                + " objective is recorded at every tenth.",
                        SparseViewExperiment::limitedAngle,
                        List.of(
                                new LongRun.Run(
                                        "AR as published",
                                        "adversarial-regulariser:bundle=ar-limited-published" + LONG),
                                new LongRun.Run("AR", "adversarial-regulariser:bundle=ar-limited" + LONG),
                                new LongRun.Run("ACR", "convex-adversarial-regulariser:bundle=acr-limited" + LONG))),
                new PublishedTable(
                        "deep-image-prior",
                        "30 views of about 40 ellipses, noise of 2.5 %. The weight of total variation is the best one for it"
                                + " alone, as in table-ellipses.",
                        SparseViewExperiment::dival,
                        false,
                        List.of(
                                PublishedRow.extra("TV, x >= 0").by("tv:weight=2"),
                                PublishedRow.of("DIP+TV", 28.94, 0.886).by("deep-image-prior:weight=2"),
                                PublishedRow.extra("FBP+U-Net").by("post-processing:bundle=unet-ellipses"),
                                PublishedRow.extra("DIP+TV, educated")
                                        .by("deep-image-prior:weight=2:start=auto:iterations=10:rate=0.002")),
                        images),
                new LongRun(
                        "educated-start",
                        "30 views: the deep image prior with total variation from random weights, and from those of a network"
                                + " that was trained on other ellipses.",
                        SparseViewExperiment::dival,
                        List.of(
                                new LongRun.Run("random start", "deep-image-prior"),
                                new LongRun.Run(
                                        "educated start", "deep-image-prior:start=auto:iterations=300:rate=0.002"))));
    }

    private PublishedTable table(
            String name, String views, Supplier<SparseViewExperiment> experiment, List<PublishedRow> learned) {
        List<PublishedRow> rows = new ArrayList<>(List.of(
                PublishedRow.extra("FBP").by(FBP),
                PublishedRow.extra("TV, x >= 0").by("tv")));
        rows.addAll(learned);
        return new PublishedTable(
                name,
                "128 x 128 pixels, about 40 ellipses, noise of 2.5 %, " + views
                        + " Weights of all methods are automatic.",
                experiment,
                false,
                rows,
                images);
    }

    @Override
    public boolean opensImages() {
        return true;
    }

    @Override
    public Suite withImages(int number) {
        return new LearnedPriorsSuite(number);
    }
}
