package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Image;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.Reconstructor;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.stability.AddedDetail;

/**
 * Whether small details that are added to test images survive reconstruction.
 *
 * @param problem where
 */
record DetailSurvival(StabilityProblem problem) implements Study {
    @Override
    public String name() {
        return "detail-" + problem.name();
    }

    @Override
    public List<String> methods() {
        return problem.methods();
    }

    @Override
    public String description() {
        return problem.protocol()
                + " Four small details of one kind are added to each test image, at random places, one in each"
                + " quarter, and their projections to its data: bright discs, which are ellipses like those that models were"
                + " trained on, only small and faint, and letters, which no model has seen. The contrast is in units of the"
                + " image's range. Recovery: the part of the detail that the result shows, by least squares against the true"
                + " image without it, local mean apart; 1 is all of it. False: the same from data without the detail, which"
                + " is 0 on average where a method invents nothing; its standard deviation over all places follows."
                + " Separation: recovery less false over this deviation; above about 3 a detail stands out from the method's"
                + " own errors. " + problem.images()
                + " test images; +- is half of a 95 % confidence interval of the mean over images by Student's t"
                + " distribution.";
    }

    /** What one method showed, for each kind of detail, image and place. */
    private static final class Measured {
        private final String method;
        private final Reconstructor reconstructor;
        private final double[][][] with;
        private final double[][][] without;
        private final Figure[] figures = new Figure[SmallDetail.all().size()];
        private String unfit;

        Measured(String method, int images) {
            this.method = method;
            reconstructor = StabilityProblem.reconstructor(method);
            with = new double[figures.length][images][];
            without = new double[figures.length][images][];
        }
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        List<Measured> all = problem.methods().stream()
                .map(m -> new Measured(m, problem.images()))
                .toList();
        problem.each(name(), seed, (image, i, listener) -> measure(all, image, i, seed, listener), listeners);
        List<List<String>> rows = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Measured m : all) {
            String label = StabilityProblem.label(m.method);
            if (m.unfit != null) {
                notes.add(label + " is left out: " + m.unfit);
            }
        }
        List<Measured> fitting = all.stream().filter(m -> m.unfit == null).toList();
        for (int kind = 0; kind < SmallDetail.all().size(); kind++) {
            SmallDetail detail = SmallDetail.all().get(kind);
            List<Panel> panels = new ArrayList<>();
            for (Measured m : fitting) {
                rows.add(row(detail, m, kind));
                List<Panel> own = m.figures[kind].panels();
                panels.addAll(panels.isEmpty() ? own : own.subList(1, own.size()));
            }
            if (!panels.isEmpty()) {
                figures.add(new Figure(detail.name(), panels));
            }
        }
        return new Findings(
                List.of("detail", "method", "recovery", "false", "sd of false", "separation"),
                rows,
                List.of(),
                notes,
                figures);
    }

    private static void measure(
            List<Measured> all, StabilityProblem.Measured image, int i, long seed, Listener listener) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003L + i);
        List<List<AddedDetail>> kinds = SmallDetail.all().stream()
                .map(d -> d.places(image.truth().space(), random))
                .toList();
        for (Measured m : all) {
            Image before;
            try {
                before = m.reconstructor.reconstruct(image.problem(), listener).image();
            } catch (IllegalArgumentException e) {
                m.unfit = e.getMessage();
                continue;
            }
            for (int kind = 0; kind < kinds.size(); kind++) {
                List<AddedDetail> details = kinds.get(kind);
                Image sum = details.get(0).detail();
                Image target = image.truth();
                for (AddedDetail d : details) {
                    target = d.addedTo(target);
                    sum = d == details.get(0) ? sum : d.addedTo(sum);
                }
                Image after =
                        m.reconstructor.reconstruct(image.with(sum), listener).image();
                Image truth = image.truth();
                m.with[kind][i] = details.stream()
                        .mapToDouble(d -> d.recovery(truth, after))
                        .toArray();
                m.without[kind][i] = details.stream()
                        .mapToDouble(d -> d.recovery(truth, before))
                        .toArray();
                if (i == 0) {
                    Pictures.Scale grey = Pictures.Scale.of(target);
                    double shown = MeanInterval.of(m.with[kind][0]).mean();
                    m.figures[kind] = new Figure(
                            m.method,
                            List.of(
                                    Panel.grey("image with details", "", target, grey),
                                    Panel.grey(
                                            StabilityProblem.label(m.method),
                                            "recovery " + Numbers.fixed(shown, 2),
                                            after,
                                            grey)));
                }
            }
        }
    }

    private List<String> row(SmallDetail detail, Measured m, int kind) {
        int images = problem.images();
        double[] with = new double[images];
        double[] without = new double[images];
        List<Double> places = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            with[i] = MeanInterval.of(m.with[kind][i]).mean();
            without[i] = MeanInterval.of(m.without[kind][i]).mean();
            for (double v : m.without[kind][i]) {
                places.add(v);
            }
        }
        MeanInterval recovery = MeanInterval.of(with);
        MeanInterval invented = MeanInterval.of(without);
        double squares = places.stream()
                .mapToDouble(v -> (v - invented.mean()) * (v - invented.mean()))
                .sum();
        double deviation = Math.sqrt(squares / (places.size() - 1));
        return List.of(
                detail.name(),
                StabilityProblem.label(m.method),
                recovery.value(),
                invented.value(),
                Numbers.fixed(deviation, 2),
                Numbers.fixed((recovery.mean() - invented.mean()) / deviation, 1));
    }
}
