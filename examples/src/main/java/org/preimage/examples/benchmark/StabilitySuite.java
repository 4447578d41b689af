package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.List;
import org.preimage.operators.experiment.SparseViewExperiment;

/**
 * Learned against classical methods where the data are changed a little, or the image is: worst perturbations and small
 * details, on the two experiments of which the published tables are measured again.
 *
 * <p>V. Antun, F. Renna, C. Poon, B. Adcock, A. C. Hansen, PNAS 117 (2020); M. Moeller, T. Moellenhoff, D. Cremers,
 * "Controlling neural networks via energy dissipation", ICCV 2019.
 *
 * @param images test images of each experiment
 * @param chosen methods in place of the suite's; empty for those
 */
record StabilitySuite(int images, List<String> chosen) implements Suite {
    private static final int IMAGES = 5;

    StabilitySuite {
        chosen = List.copyOf(chosen);
        if (images < 1) {
            throw new IllegalArgumentException("the number of images is " + images + ", but must be at least 1");
        }
    }

    StabilitySuite() {
        this(IMAGES, List.of());
    }

    @Override
    public String name() {
        return "stability";
    }

    @Override
    public String description() {
        return "How far the worst small changes of the data move each method's result, and whether small details survive:"
                + " sparse-view CT of ellipses, the experiments of table-ellipses and table-bdgd. Errors under the worst change"
                + " found are lower bounds.";
    }

    @Override
    public List<String> methods() {
        return chosen.isEmpty()
                ? problems().stream()
                        .flatMap(p -> p.methods().stream())
                        .distinct()
                        .toList()
                : chosen;
    }

    @Override
    public List<Task> tasks(Path scans) {
        return List.of();
    }

    @Override
    public List<Study> studies() {
        return problems().stream()
                .<Study>mapMulti((problem, all) -> {
                    all.accept(new WorstPerturbations(problem, WorstPerturbations.Budget.STANDARD));
                    all.accept(new DetailSurvival(problem));
                })
                .toList();
    }

    @Override
    public boolean opensImages() {
        return true;
    }

    @Override
    public StabilitySuite withImages(int number) {
        return new StabilitySuite(number, chosen);
    }

    @Override
    public StabilitySuite withMethods(List<String> methods) {
        return new StabilitySuite(images, methods);
    }

    private List<StabilityProblem> problems() {
        // The settings of the published tables, each the best on validation images.
        return List.of(
                new StabilityProblem(
                        "dival",
                        "About 40 ellipses on 128 x 128 pixels, 30 views, noise of 2.5 %.",
                        SparseViewExperiment::dival,
                        List.of("fbp:window=hann:cutoff=0.705", "tv:weight=2:tolerance=1e-3"),
                        chosen,
                        images),
                new StabilityProblem(
                        "bdgd",
                        "5 to 9 ellipses on 128 x 128 pixels, 30 views, noise of 1 %.",
                        SparseViewExperiment::bdgd,
                        List.of("fbp", "tv:weight=0.4:tolerance=1e-3"),
                        chosen,
                        images));
    }
}
