package org.preimage.examples.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.preimage.priors.training.Recipes;

/**
 * Diffusion models: what a number of network calls is worth from each start, on four tasks; how starts contract; and what the models
 * draw by themselves.
 *
 * @param images test images of each task
 * @param chosen methods in the tables in place of all; empty for all
 * @param files folder that holds the slices of brains, and what recipes learn from
 */
record DiffusionSuite(int images, List<String> chosen, Path files) implements Suite {
    private static final int IMAGES = 4;
    private static final int SAMPLES = 4;
    private static final int DRAWS = 40;
    private static final int CALLS = 50;
    private static final List<String> MODELS = List.of("diffusion-ellipses", "diffusion-mri", "diffusion-digits");

    DiffusionSuite {
        chosen = List.copyOf(chosen);
    }

    DiffusionSuite() {
        this(IMAGES, List.of(), Path.of("."));
    }

    @Override
    public String name() {
        return "diffusion";
    }

    @Override
    public String description() {
        return "Diffusion models as priors: super-resolution, inpainting, CT from 30 views and MRI from a fourth of the lines,"
                + " against the calls of the network, from noise and from reconstructions. Brains are taken from "
                + DiffusionTask.SLICES + " in the folder of --cache"
                + (brains() ? "." : "; it is not there, so that they are left out.")
                + " Models draw whose images are there: " + String.join(", ", models()) + ".";
    }

    @Override
    public List<String> missing(Path scans) {
        List<String> sentences = new ArrayList<>();
        if (!brains()) {
            sentences.add("suite diffusion goes without the task " + DiffusionTask.BRAINS + ": " + DiffusionTask.SLICES
                    + " is not in " + scans);
        }
        MODELS.stream()
                .filter(model -> !models().contains(model))
                .forEach(model -> sentences.add("suite diffusion goes without draws of " + model
                        + ": the images that it learned from are not in " + scans));
        return sentences;
    }

    private boolean brains() {
        return Files.exists(files.resolve(DiffusionTask.SLICES));
    }

    @Override
    public List<String> methods() {
        return List.of();
    }

    @Override
    public List<Task> tasks(Path scans) {
        return List.of();
    }

    @Override
    public List<Study> studies() {
        List<Study> all = new ArrayList<>();
        for (DiffusionTask task : DiffusionTask.ofPhantoms()) {
            all.add(table(task.name(), () -> task));
        }
        if (brains()) {
            all.add(table(DiffusionTask.BRAINS, () -> DiffusionTask.brains(files)));
        }
        all.add(new Contraction(DiffusionTask::views, List.of(0.05, 0.1, 0.2, 0.4), 20, List.of("fbp", "tv")));
        all.add(new UnconditionalDraws(models(), DRAWS, CALLS, files));
        return all;
    }

    /** Models whose images are there. */
    private List<String> models() {
        return MODELS.stream()
                .filter(name -> Recipes.named(name).objective().files().stream()
                        .allMatch(file -> Files.exists(files.resolve(file))))
                .toList();
    }

    private DiffusionTable table(String name, Supplier<DiffusionTask> task) {
        return new DiffusionTable(task, name, images, SAMPLES, chosen);
    }

    @Override
    public boolean opensImages() {
        return true;
    }

    @Override
    public DiffusionSuite withImages(int number) {
        return new DiffusionSuite(number, chosen, files);
    }

    @Override
    public DiffusionSuite withMethods(List<String> methods) {
        return new DiffusionSuite(images, methods, files);
    }

    @Override
    public DiffusionSuite within(Path scans, Path report) {
        return new DiffusionSuite(images, chosen, scans);
    }
}
