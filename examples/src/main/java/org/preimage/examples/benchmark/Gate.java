package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows of a benchmark with the figures that they must not fall below.
 *
 * @param name what to call it
 * @param rows what is expected
 * @param same allowed loss on the very data that the figures were measured on
 * @param other allowed loss on other data of the same kind, as another Java, seed or number of images makes them
 */
public record Gate(String name, List<Expected> rows, Tolerance same, Tolerance other) {
    /** What {@link GateFile} writes: rounding of the figures on the same data, the spread between draws of the noise on others. */
    static final Tolerance SAME = new Tolerance(0.05, 0.003);

    static final Tolerance OTHER = new Tolerance(0.5, 0.02);

    public Gate {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("gate " + name + " has no rows, so nothing could fall below it");
        }
    }

    /**
     * An allowed loss.
     *
     * @param psnr in dB, at least 0
     * @param ssim at least 0; infinite where SSIM does not count
     */
    public record Tolerance(double psnr, double ssim) {
        public Tolerance {
            if (!(psnr >= 0 && ssim >= 0)) {
                throw new IllegalArgumentException(
                        "a tolerance of " + psnr + " dB and " + ssim + " is none: both must be at least 0");
            }
        }
    }

    /** Names one row: of a task by a method, or of a study by what its table calls a method. */
    record Key(String suite, String task, String method) {
        @Override
        public String toString() {
            return suite + ", " + task + ", " + method;
        }
    }

    /**
     * One row.
     *
     * @param key which
     * @param psnr in dB; NaN where it only has to be there
     * @param ssim NaN where it does not count
     * @param data checksum of the data it was measured on; empty where that is not known
     * @param own its own tolerance in place of the gate's; null for the gate's
     */
    record Expected(Key key, double psnr, double ssim, String data, Tolerance own) {}

    /** What a run measured for one row; the interval is not a number where there is one image or none is told. */
    private record Measured(MeanInterval psnr, double ssim, String data) {}

    /**
     * What became of a gate.
     *
     * @param gate its name
     * @param checked rows that were compared
     * @param elsewhere how many of them were measured on other data than the gate's figures
     * @param failures a sentence for each row that fell below or is gone
     */
    public record Verdict(String gate, int checked, int elsewhere, List<String> failures) {
        public Verdict {
            failures = List.copyOf(failures);
        }

        public boolean passed() {
            return failures.isEmpty();
        }

        /** One sentence. */
        public String summary() {
            return "gate " + gate + ": " + checked + (checked == 1 ? " row" : " rows") + " checked, "
                    + (passed() ? "all hold" : failures.size() + " failed")
                    + (elsewhere == 0
                            ? ""
                            : "; " + elsewhere + " on other data than the gate's, with its wider tolerance");
        }
    }

    /** The published rows that we have methods for, each with the tolerance that it states. */
    static Gate published() {
        List<Expected> rows = new ArrayList<>();
        for (Suite suite : Suites.all()) {
            for (Study study : suite.studies()) {
                for (Study.Reference row : study.references()) {
                    rows.add(new Expected(
                            new Key(suite.name(), study.name(), row.method()),
                            row.psnr(),
                            Double.NaN,
                            "",
                            new Tolerance(row.tolerance(), Double.POSITIVE_INFINITY)));
                }
            }
        }
        // Rows have tolerances of their own.
        return new Gate("published", rows, SAME, OTHER);
    }

    /** What a run measured, to be expected of later ones. */
    public static Gate of(String name, Outcome outcome) {
        List<Expected> rows = measured(outcome).entrySet().stream()
                .map(e ->
                        new Expected(e.getKey(), e.getValue().psnr.mean(), e.getValue().ssim, e.getValue().data, null))
                .toList();
        return new Gate(name, rows, SAME, OTHER);
    }

    /**
     * The part about what is to run.
     *
     * @param selection of suites, tasks and methods; a suite that is left out because its data are missing fails
     * @throws IllegalArgumentException if nothing of it is left, so that no row could fail
     */
    public Gate about(Selection selection) {
        List<String> suites = selection.named().stream().map(Suite::name).toList();
        List<String> tasks = selection.tasks();
        List<String> methods = selection.methods();
        List<Expected> some = rows.stream()
                .filter(r -> suites.contains(r.key.suite))
                .filter(r -> tasks.isEmpty() || tasks.contains(r.key.task))
                // Studies have names of their own for what they compare.
                .filter(r -> methods.isEmpty() || methods.contains(r.key.method) || r.data.isEmpty())
                .toList();
        if (some.isEmpty()) {
            throw new IllegalArgumentException("gate " + name + " has no row of what runs; it is about the suites "
                    + rows.stream().map(r -> r.key.suite).distinct().collect(Collectors.joining(", ")));
        }
        return new Gate(name, some, same, other);
    }

    /** Compares a run with what is expected of it. */
    public Verdict check(Outcome outcome) {
        Map<Key, Measured> measured = measured(outcome);
        List<String> failures = new ArrayList<>();
        int checked = 0;
        int elsewhere = 0;
        for (Expected row : rows) {
            Measured found = measured.get(row.key);
            if (found == null) {
                failures.add(row.key + ": the run has no such row");
                continue;
            }
            checked++;
            boolean sameData = !row.data.isEmpty() && row.data.equals(found.data);
            Tolerance tolerance = row.own != null ? row.own : sameData ? same : other;
            elsewhere += sameData || row.own != null ? 0 : 1;
            judge(row, found, tolerance, sameData, failures);
        }
        return new Verdict(name, checked, elsewhere, failures);
    }

    private static void judge(
            Expected row, Measured found, Tolerance tolerance, boolean sameData, List<String> failures) {
        // Of other images a mean is known within its interval only; of the same images it is what it is.
        double doubt = sameData || Double.isNaN(found.psnr.half()) ? 0 : found.psnr.half();
        if (!Double.isNaN(row.psnr) && !(found.psnr.mean() + doubt >= row.psnr - tolerance.psnr)) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%s: PSNR is %s dB, but %.2f dB less %.2f dB are the least allowed",
                    row.key,
                    found.psnr.value(),
                    row.psnr,
                    tolerance.psnr));
        } else if (!Double.isNaN(row.ssim) && !(found.ssim >= row.ssim - tolerance.ssim)) {
            failures.add(String.format(
                    Locale.ROOT,
                    "%s: SSIM is %.3f, but %.3f less %.3f are the least allowed",
                    row.key,
                    found.ssim,
                    row.ssim,
                    tolerance.ssim));
        }
    }

    private static Map<Key, Measured> measured(Outcome outcome) {
        Map<Key, Measured> all = new LinkedHashMap<>();
        for (SuiteResult suite : outcome.suites()) {
            for (Row row : suite.rows()) {
                all.put(
                        new Key(row.suite(), row.task(), row.method()),
                        new Measured(row.psnrInterval(), row.ssim(), row.data()));
            }
            suite.studies().forEach((study, found) -> found.scores()
                    .forEach(score -> all.put(
                            new Key(suite.name(), study.name(), score.method()),
                            new Measured(score.psnr(), score.ssim(), ""))));
        }
        return all;
    }
}
