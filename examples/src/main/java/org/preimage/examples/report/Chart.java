package org.preimage.examples.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.preimage.reconstruction.solver.Progress;

/** A chart of lines: of a quantity against iterations, both axes logarithmic, or of any one against another, both linear and from zero on. */
public final class Chart {
    private static final Color[] COLOURS = {
        new Color(0x1b5e9b), new Color(0xc8551b), new Color(0x2a8a57), new Color(0x8a3b8f), new Color(0xb08a10),
        new Color(0x3aa5b5), new Color(0x7a4a2b), new Color(0x555555), new Color(0xd0417e), new Color(0x6b8e23)
    };

    private final String abscissa;
    private final String quantity;
    private final boolean logarithmic;
    private final boolean fromZero;
    private boolean abscissaLogarithmic;
    private boolean points;
    private final Map<String, double[][]> lines = new LinkedHashMap<>();

    private Chart(String abscissa, String quantity, boolean logarithmic, boolean fromZero) {
        this.abscissa = abscissa;
        this.quantity = quantity;
        this.logarithmic = logarithmic;
        this.fromZero = fromZero;
        this.abscissaLogarithmic = logarithmic;
    }

    /** @param quantity what is drawn against the iterations */
    public Chart(String quantity) {
        this("iteration", quantity, true, false);
    }

    /**
     * A chart with linear axes.
     *
     * @param abscissa title of the horizontal axis
     * @param quantity title of the vertical one
     */
    public static Chart linear(String abscissa, String quantity) {
        return new Chart(abscissa, quantity, false, true);
    }

    /** A chart with linear axes, of which the vertical one shows no more than the lines need. */
    public static Chart close(String abscissa, String quantity) {
        return new Chart(abscissa, quantity, false, false);
    }

    /**
     * A chart of a quantity measured at a few values of another one, with a mark at each.
     *
     * @param wide whether the values span orders of magnitude, so that their axis is logarithmic
     */
    public static Chart levels(String abscissa, String quantity, boolean wide) {
        Chart chart = close(abscissa, quantity);
        chart.abscissaLogarithmic = wide;
        chart.points = true;
        return chart;
    }

    /** Adds a line through points. */
    public Chart line(String name, double[] x, double[] y) {
        lines.put(name, new double[][] {x.clone(), y.clone()});
        return this;
    }

    /** Adds the rows of a history where the quantity is a positive number; nothing if there are fewer than two. */
    public Chart line(String name, Iterable<Progress.Row> history, ToDoubleFunction<Progress.Row> value) {
        List<Progress.Row> rows = new ArrayList<>();
        for (Progress.Row row : history) {
            double v = value.applyAsDouble(row);
            if (v > 0 && Double.isFinite(v) && row.iteration() > 0) {
                rows.add(row);
            }
        }
        if (rows.size() > 1) {
            lines.put(name, new double[][] {
                rows.stream().mapToDouble(Progress.Row::iteration).toArray(),
                rows.stream().mapToDouble(value).toArray()
            });
        }
        return this;
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /**
     * The chart as PNG, twice as large as it should be shown so that it is sharp on fine screens.
     *
     * @throws IllegalStateException if this Java cannot draw text, as where no font is installed
     */
    public byte[] png() {
        try {
            return BitmapEncoder.getBitmapBytes(draw(), BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | LinkageError e) {
            throw new IllegalStateException("this Java cannot draw text: " + e.getMessage(), e);
        }
    }

    private XYChart draw() {
        XYChart chart = new XYChartBuilder()
                .width(1120)
                .height(640)
                .xAxisTitle(abscissa)
                .yAxisTitle(quantity)
                .build();
        XYStyler styler = chart.getStyler();
        styler.setYAxisLogarithmic(logarithmic);
        styler.setXAxisLogarithmic(abscissaLogarithmic);
        if (!logarithmic) {
            if (!abscissaLogarithmic) {
                styler.setXAxisMin(0.0);
            }
            if (fromZero) {
                styler.setYAxisMin(0.0);
            }
            styler.setXAxisTickMarkSpacingHint(110);
            styler.setXAxisDecimalPattern("0.##");
            styler.setYAxisDecimalPattern("0.##");
        }
        styler.setMarkerSize(14);
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 22));
        styler.setPlotBorderColor(new Color(0xbbbbbb));
        styler.setPlotGridLinesColor(new Color(0xe4e4e4));
        styler.setPlotGridLinesStroke(new BasicStroke(1.5f));
        styler.setChartBackgroundColor(Color.WHITE);
        int i = 0;
        for (Map.Entry<String, double[][]> line : lines.entrySet()) {
            chart.addSeries(line.getKey(), line.getValue()[0], line.getValue()[1])
                    .setMarker(points ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
                    .setMarkerColor(COLOURS[i % COLOURS.length])
                    .setLineWidth(4)
                    .setLineColor(COLOURS[i++ % COLOURS.length]);
        }
        return chart;
    }
}
