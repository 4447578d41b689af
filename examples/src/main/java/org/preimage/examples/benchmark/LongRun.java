package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.experiment.SparseViewExperiment;
import org.preimage.operators.experiment.SparseViewExperiment.Sample;
import org.preimage.operators.experiment.SparseViewExperiment.Split;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Listener;
import org.preimage.reconstruction.solver.Progress;
import org.preimage.reconstruction.solver.Status;

/**
 * What becomes of an image while an iteration goes on: how soon it is good, and far beyond where one would end it, whether it
 * stays, or has to be stopped in time by someone who knows the truth.
 *
 * @param name lower case with hyphens
 * @param description what is measured, in a few sentences
 * @param experiment makes the samples, of which the first test image is taken
 * @param runs what runs all of its iterations
 */
record LongRun(String name, String description, Supplier<SparseViewExperiment> experiment, List<Run> runs)
        implements Study {
    private static final int EVERY = 10;

    /** Iterations that are all looked at. */
    private static final int FIRST = 50;

    LongRun {
        runs = List.copyOf(runs);
    }

    /**
     * @param label in curves and pictures
     * @param method as {@link Contestant#parse} reads it
     */
    record Run(String label, String method) {}

    /** The course of one method. */
    private static final class Course {
        private final List<double[]> points = new ArrayList<>();
        private Image best;

        private double highest() {
            return points.stream().mapToDouble(p -> p[1]).max().orElse(Double.NaN);
        }

        /** The first iteration with this PSNR. */
        private String reaches(double psnr) {
            return points.stream()
                    .filter(p -> p[1] >= psnr)
                    .findFirst()
                    .map(p -> Integer.toString((int) p[0]))
                    .orElse("-");
        }

        private double[] column(int of) {
            return points.stream().mapToDouble(p -> p[of]).toArray();
        }
    }

    @Override
    public Findings run(long seed, Listener... listeners) {
        SparseViewExperiment from = experiment.get();
        Sample sample = from.ellipses(Split.TEST, seed, 0);
        Space space = from.projector().domain();
        Image truth = new Image(space, sample.truth());
        InverseProblem problem = PublishedTable.problem(from, sample);
        Pictures.Scale scale = Pictures.Scale.of(truth);
        Chart chart = Chart.close("iteration", "PSNR in dB");
        List<List<String>> rows = new ArrayList<>();
        List<Panel> panels = new ArrayList<>(List.of(Panel.grey("truth", "", truth, scale)));
        List<Course> courses = new ArrayList<>();
        for (Run one : runs) {
            Contestant contestant = Contestant.parse(Contestant.methods(), one.method);
            Course course = new Course();
            courses.add(course);
            Reconstruction result = contestant
                    .reconstructor()
                    .reconstruct(problem, p -> follow(p, contestant, course, truth, listeners));
            if (result.status() == Status.CANCELLED) {
                throw new CancellationException();
            }
            double end = PublishedTable.psnr(truth, result.image());
            chart.line(one.label, course.column(0), course.column(1));
            rows.add(new ArrayList<>(List.of(
                    one.label,
                    one.method,
                    String.valueOf(result.iterations()),
                    Numbers.fixed(course.highest(), 2),
                    Numbers.fixed(end, 2),
                    Numbers.fixed(course.highest() - end, 2),
                    String.valueOf(rises(result.history())))));
            panels.add(Panel.grey(
                    one.label + ", at best", Numbers.fixed(course.highest(), 2) + " dB", course.best, scale));
            panels.add(Panel.grey(one.label + ", in the end", Numbers.fixed(end, 2) + " dB", result.image(), scale));
        }
        double common = courses.stream().mapToDouble(Course::highest).min().orElse(Double.NaN);
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).add(courses.get(i).reaches(common));
        }
        return new Findings(
                List.of(
                        "run",
                        "method",
                        "iterations",
                        "highest PSNR in dB",
                        "last",
                        "fall",
                        "rises of the objective",
                        "iterations to " + Numbers.fixed(common, 2) + " dB"),
                rows,
                List.of(new Captioned(chart, "PSNR of the first test image while the iteration goes on")),
                List.of(),
                List.of(new Figure("First test image", panels)));
    }

    private boolean follow(Progress p, Contestant contestant, Course course, Image truth, Listener... listeners) {
        if (p.stage().equals(contestant.method().name()) && (p.iteration() <= FIRST || p.iteration() % EVERY == 0)) {
            Image image = new Image(truth.space(), p.solution().get());
            double psnr = PublishedTable.psnr(truth, image);
            if (!(psnr <= course.highest())) {
                course.best = image;
            }
            course.points.add(new double[] {p.iteration(), psnr});
        }
        boolean on = true;
        for (Listener listener : listeners) {
            on &= listener.onIteration(p);
        }
        return on;
    }

    private static long rises(List<Progress.Row> history) {
        long rises = 0;
        for (int i = 1; i < history.size(); i++) {
            rises += history.get(i).objective() > history.get(i - 1).objective() ? 1 : 0;
        }
        return rises;
    }
}
