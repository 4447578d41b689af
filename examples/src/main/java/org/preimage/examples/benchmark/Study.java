package org.preimage.examples.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.preimage.examples.report.Chart;
import org.preimage.examples.report.Pictures;
import org.preimage.operators.space.Image;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.solver.Listener;

/** A question that a table of methods does not answer, with a table and a picture of its own. */
public interface Study {
    /** Lower case with hyphens, unlike that of any task of its suite. */
    String name();

    /** What is asked and how, in a few sentences. */
    String description();

    /** The methods that it compares, where others may be chosen in their place; empty where that is not so. */
    default List<String> methods() {
        return List.of();
    }

    /** Published figures that its results must come near, where there are some. */
    default List<Reference> references() {
        return List.of();
    }

    /**
     * Answers it.
     *
     * @param seed of all randomness
     * @param listeners told of progress; they may cancel
     * @throws CancellationException if a listener cancels
     */
    Findings run(long seed, Listener... listeners);

    /**
     * The answer.
     *
     * @param columns headings of the table
     * @param rows the table
     * @param charts what the table shows
     * @param notes sentences to stand below the table
     * @param figures rows of pictures
     * @param scores figures of the table that a gate may ask for
     */
    record Findings(
            List<String> columns,
            List<List<String>> rows,
            List<Captioned> charts,
            List<String> notes,
            List<Figure> figures,
            List<Score> scores) {
        public Findings {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            charts = List.copyOf(charts);
            notes = List.copyOf(notes);
            figures = List.copyOf(figures);
            scores = List.copyOf(scores);
        }

        /** A table that no gate asks for. */
        public Findings(
                List<String> columns,
                List<List<String>> rows,
                List<Captioned> charts,
                List<String> notes,
                List<Figure> figures) {
            this(columns, rows, charts, notes, figures, List.of());
        }

        /** A table without pictures. */
        public Findings(List<String> columns, List<List<String>> rows, List<Captioned> charts, List<String> notes) {
            this(columns, rows, charts, notes, List.of());
        }

        /** A table that needs no notes. */
        public Findings(List<String> columns, List<List<String>> rows, List<Captioned> charts) {
            this(columns, rows, charts, List.of());
        }
    }

    /**
     * A published figure.
     *
     * @param method as the study's table calls it
     * @param psnr in dB
     * @param tolerance how far in dB our mean may lie below it
     */
    record Reference(String method, double psnr, double tolerance) {}

    /**
     * What a method reached.
     *
     * @param method as the table calls it
     * @param psnr mean over the images, in dB
     * @param ssim mean over the images
     */
    record Score(String method, MeanInterval psnr, double ssim) {}

    /** A chart with what it shows. */
    record Captioned(Chart chart, String caption) {}

    /** Pictures side by side, with what they show. */
    record Figure(String title, List<Panel> panels) {
        public Figure {
            panels = List.copyOf(panels);
        }
    }

    /**
     * One of them.
     *
     * @param title above it
     * @param remark below the title; may be empty
     * @param png the picture
     */
    record Panel(String title, String remark, byte[] png) {
        /** An image in grey. */
        static Panel grey(String title, String remark, Image image, Pictures.Scale scale) {
            return new Panel(title, remark, Pictures.grey(image, scale));
        }

        /** An image of both signs, from blue for its largest magnitude below zero to red for the same above. */
        static Panel signed(String title, String remark, Image image) {
            Pictures.Scale range = Pictures.Scale.of(image);
            double limit = Math.max(Math.abs(range.low()), Math.abs(range.high()));
            String unit = "+- " + Numbers.of(Double.parseDouble(String.format(Locale.ROOT, "%.2g", limit)));
            return new Panel(
                    title,
                    remark.isEmpty() ? unit : remark + ", " + unit,
                    Pictures.signed(image, new Pictures.Scale(-limit, limit)));
        }
    }
}
