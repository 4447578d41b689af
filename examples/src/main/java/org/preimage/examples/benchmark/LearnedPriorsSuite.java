package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.tomography.Beam;

/**
 * Learned priors, which know images but not the operator, beside total variation, where views are few and where an arc of views is
 * missing.
 *
 * @param images test images of each table
 */
record LearnedPriorsSuite(int images) implements Suite {
    private static final String FBP = "fbp:window=hann:cutoff=0.705";
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
        return "Learned priors beside total variation: sparse-view and limited-angle CT of ellipses, CT of a human head; and what becomes of images when critics that are convex and critics that are not are iterated on.";
    }

    @Override
    public List<String> methods() {
        return List.of("fbp:window=hann", "tv", "pnp-gradient-step", "pnp-dncnn");
    }

    @Override
    public List<Task> tasks(Path scans) {
        return List.of(new SimulatedTasks("-30-views", "30 views", Beam.uniformAngles(0, 180, 30), "2e4")
                .head("head_ct_20.png", "head_ct_04.png"));
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
                                        .by("unrolled-adversarial:bundle=uar-ellipses:iterations=50"),
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
                        "Limited angle: 2000 iterations with a critic that is not convex (AR) and one that is (ACR), without a"
                                + " stop. The objective is recorded at every tenth.",
                        SparseViewExperiment::limitedAngle,
                        List.of(
                                "adversarial-regulariser:bundle=ar-limited" + LONG,
                                "convex-adversarial-regulariser:bundle=acr-limited" + LONG)));
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
    public Suite withImages(int number) {
        return new LearnedPriorsSuite(number);
    }
}
