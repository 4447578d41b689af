package org.preimage.examples.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.preimage.operators.mri.MapMagnitude;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.spec.OperatorSpec;
import org.preimage.operators.spec.Shapes;
import org.preimage.operators.text.Numbers;
import org.preimage.reconstruction.Reconstruction;
import org.preimage.reconstruction.solver.Progress;

/** The page about one reconstruction: picture, data, curve of convergence, provenance. */
public final class ReconstructionReport {
    private ReconstructionReport() {}

    /**
     * The page.
     *
     * @param operator the forward operator
     * @param data the measurement
     * @param facts where the data came from
     * @param result the reconstruction
     * @param seconds wall time
     * @param command what repeats it
     */
    public static String html(
            OperatorSpec operator,
            Image data,
            Map<String, String> facts,
            Reconstruction result,
            double seconds,
            String command) {
        Page page = new Page("Reconstruction by " + result.how().method());
        page.paragraph(Shapes.text(operator.range()) + " data of " + operator.name() + " to an image of shape "
                + Shapes.text(operator.domain()) + " in " + Numbers.fixed(seconds, 2) + " s: "
                + result.status().message()
                + (result.iterations() > 0 ? " after " + result.iterations() + " iterations." : "."));
        page.html("<pre>" + Page.text(command) + "</pre>");
        page.html("<div class=\"charts\">");
        figure(page, "image", result.image());
        figure(page, "data", data);
        page.html("</div><div class=\"charts\">");
        Chart residual = new Chart("residual").line(result.how().method(), result.history(), Progress.Row::residual);
        Chart objective = new Chart("objective").line(result.how().method(), result.history(), Progress.Row::objective);
        page.chart(residual, "What is left to do, by the method's own measure.");
        page.chart(objective, "Value of the objective.");
        page.html("</div>");
        page.heading("Parameters", "parameters");
        Map<String, String> how = new LinkedHashMap<>(result.how().parameters());
        result.how().notes().forEach((k, v) -> how.put("note on " + k, v));
        page.html(Page.facts(how)).paragraph(result.how().reference());
        page.heading("Data", "data").html(Page.facts(facts));
        page.heading("Operator", "operator").html("<pre>" + Page.text(operator.text()) + "</pre>");
        page.heading("Environment", "environment").html(Page.facts(Environment.facts()));
        return page.toString();
    }

    /** The middle plane of a volume or of projections, an image itself. */
    private static Image plane(Image image) {
        Space space = image.space();
        if (space.dimensions() < 3) {
            return image;
        }
        Space plane = Space.of(space.axes().get(0), space.axes().get(1));
        int pixels = plane.length();
        int from = space.points() / pixels / 2 * pixels;
        return new Image(plane, Arrays.copyOfRange(image.data(), from, from + pixels));
    }

    private static void figure(Page page, String name, Image whole) {
        Image real = whole.space().field() == Field.COMPLEX ? MapMagnitude.of(whole) : whole;
        Space space = real.space();
        Image image = plane(real);
        Pictures.Scale scale = Pictures.Scale.quantiles(image, 0.001, 0.999);
        page.html("<figure class=\"chart\">" + Page.picture(Pictures.grey(image, scale), name)
                + Page.bar(Pictures.greyBar(), scale.low(), scale.high(), "") + "<figcaption>" + name
                + (real == whole ? "" : ", magnitudes")
                + (space.dimensions() > 2 ? ", the middle one of " + space.size(2) + " planes" : "")
                + ", grey values from the 0.1 % to the 99.9 % quantile</figcaption></figure>");
    }
}
