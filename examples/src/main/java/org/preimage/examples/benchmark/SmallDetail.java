package org.preimage.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.preimage.operators.phantom.Ellipse;
import org.preimage.operators.phantom.EllipsePhantom;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.stability.AddedDetail;

/**
 * A kind of small detail.
 *
 * @param radius of a disc in pixels; 0 for letters with strokes of two pixels
 * @param contrast what it adds to the image
 */
record SmallDetail(double radius, double contrast) {
    private static final int MARGIN = 3;

    /** Nearest and farthest distance of the middle from the image's axes, as a part of its side. */
    private static final double NEAR = 0.12;

    private static final double FAR = 0.26;

    private static final int STROKE = 2;

    /** Rows of five dots, from the top. */
    private static final String[] LETTERS = {
        "##### #.... #.... ####. #.... #.... #####",
        ".###. #...# #...# ##### #...# #...# #...#",
        "#...# ##..# #.#.# #.#.# #.#.# #..## #...#",
        "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#.."
    };

    static List<SmallDetail> all() {
        return List.of(new SmallDetail(4, 0.1), new SmallDetail(2.5, 0.2), new SmallDetail(0, 0.2));
    }

    String name() {
        return (radius > 0 ? "disc, radius " + radius : "letters") + ", contrast " + contrast;
    }

    /** One detail in each quarter of an image. */
    List<AddedDetail> places(Space space, RandomGenerator random) {
        List<AddedDetail> details = new ArrayList<>();
        for (int quarter = 0; quarter < 4; quarter++) {
            double x = (quarter % 2 == 0 ? -1 : 1) * random.nextDouble(NEAR, FAR) * space.size(0);
            double y = (quarter / 2 == 0 ? -1 : 1) * random.nextDouble(NEAR, FAR) * space.size(1);
            details.add(new AddedDetail(radius > 0 ? disc(space, x, y) : letter(space, x, y, quarter), MARGIN));
        }
        return details;
    }

    private Image disc(Space space, double x, double y) {
        double pixel = space.spacing(0);
        return new EllipsePhantom(List.of(Ellipse.disc(x * pixel, y * pixel, radius * pixel, contrast)))
                .render(space, 4);
    }

    private Image letter(Space space, double x, double y, int which) {
        Image image = Image.zeros(space);
        String[] rows = LETTERS[which].split(" ");
        int left = (int) Math.round(space.size(0) / 2.0 + x) - rows[0].length() * STROKE / 2;
        int top = (int) Math.round(space.size(1) / 2.0 + y) - rows.length * STROKE / 2;
        for (int r = 0; r < rows.length * STROKE; r++) {
            for (int c = 0; c < rows[0].length() * STROKE; c++) {
                if (rows[r / STROKE].charAt(c / STROKE) == '#') {
                    image.data()[(top + r) * space.size(0) + left + c] = (float) contrast;
                }
            }
        }
        return image;
    }
}
