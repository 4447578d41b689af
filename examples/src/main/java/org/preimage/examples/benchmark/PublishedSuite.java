package org.preimage.examples.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.space.Image;
import org.preimage.operators.spec.BeamSpec;

/**
 * Published tables of one experiment, each measured again, with pictures of some of its test images.
 *
 * @param name lower case with hyphens
 * @param description one or two sentences
 * @param tables what was published
 */
record PublishedSuite(String name, String description, List<PublishedTable> tables) implements Suite {
    private static final int PICTURES = 3;

    PublishedSuite {
        tables = List.copyOf(tables);
    }

    @Override
    public List<String> methods() {
        return tables.stream().flatMap(t -> t.contestants().stream()).distinct().toList();
    }

    @Override
    public List<Task> tasks(Path scans) {
        return tables.stream().map(PublishedSuite::pictures).toList();
    }

    @Override
    public List<Study> studies() {
        return List.copyOf(tables);
    }

    @Override
    public boolean opensImages() {
        return true;
    }

    @Override
    public Suite withImages(int images) {
        return new PublishedSuite(
                name,
                description,
                tables.stream().map(t -> t.withImages(images)).toList());
    }

    private static Task pictures(PublishedTable table) {
        SparseViewExperiment experiment = table.experiment().get();
        int count = table.sheppLogan() ? 1 : PICTURES;
        return new Task(
                table.name() + "-pictures",
                table.protocol() + " Some test images, to look at.",
                "the phantom sampled at the pixels' centres",
                "",
                new BeamSpec(experiment.beam()),
                random -> {
                    List<Case> cases = new ArrayList<>();
                    long seed = random.nextLong();
                    for (int i = 0; i < count; i++) {
                        Sample sample = table.sample(experiment, Split.TEST, seed, i);
                        Image truth = new Image(experiment.projector().domain(), sample.truth());
                        cases.add(new Case(
                                "test image " + (i + 1),
                                PublishedTable.problem(experiment, sample).data(),
                                truth,
                                Pictures.Scale.of(truth),
                                Map.of("noise", "gaussian:" + 100 * experiment.noise() + "%")));
                    }
                    return cases;
                });
    }
}
