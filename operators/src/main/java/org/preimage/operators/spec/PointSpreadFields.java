package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.preimage.operators.blur.BornWolf;
import org.preimage.operators.blur.DiscSpread;
import org.preimage.operators.blur.GaussianSpread;
import org.preimage.operators.blur.GibsonLanni;
import org.preimage.operators.blur.MeasuredSpread;
import org.preimage.operators.blur.MotionSpread;
import org.preimage.operators.blur.PointSpread;
import org.preimage.operators.blur.UniformSpread;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.operators.space.Vectors;

/**
 * The key "psf": the name of a file, whose values are taken as they are, or an object with a model:
 *
 * <ul>
 *   <li>{"model": "gaussian", "sigma": 2}, in pixels, or "sigmaMm", one number or one for each axis;
 *   <li>{"model": "uniform", "size": 9}, {"model": "disc", "radius": 4}, {"model": "motion", "length": 15, "angle": 30};
 *   <li>{"model": "born-wolf", "aperture": 1.4, "wavelength": 0.00052, "index": 1.515, "size": [65, 65, 65]};
 *   <li>{"model": "gibson-lanni", ... "depth": 0.002}, with the keys of {@link GibsonLanni.Media} where they are not the default;
 *   <li>{"model": "measured", "file": "bead.npy", "background": 100, "centre": "peak", "size": [...]}.
 * </ul>
 */
final class PointSpreadFields {
    private static final List<String> OPTICS = List.of("born-wolf", "gibson-lanni");

    private PointSpreadFields() {}

    /** The function and the SPEC's words for it, with file names that do not depend on its folder. */
    record Read(Space image, Image psf, JsonNode json) {}

    /** Reads the keys "image" and "psf". */
    static Read read(Fields fields, Path folder) throws IOException {
        if (!fields.isObject("psf")) {
            Space image = ImageSize.ofAny(fields);
            Path file = folder.resolve(fields.word("psf"));
            return new Read(image, file(file, image.dimensions()), TextNode.valueOf(file.toString()));
        }
        Fields psf = fields.object("psf");
        String model =
                psf.oneOf("model", "gaussian", "uniform", "disc", "motion", "born-wolf", "gibson-lanni", "measured");
        // Without the size of a pixel, wavelengths in mm mean nothing.
        Space image = OPTICS.contains(model) ? ImageSize.withPixel(fields) : ImageSize.ofAny(fields);
        ObjectNode json = fields.said("psf");
        PointSpread spread =
                switch (model) {
                    case "gaussian" ->
                        psf.has("sigmaMm")
                                ? GaussianSpread.ofMillimetres(psf.numberOrNumbers("sigmaMm"))
                                : GaussianSpread.ofSamples(psf.numberOrNumbers("sigma"));
                    case "uniform" -> new UniformSpread(psf.countOrCounts("size"));
                    case "disc" -> new DiscSpread(psf.number("radius"));
                    case "motion" -> new MotionSpread(psf.number("length"), psf.number("angle"));
                    case "born-wolf" ->
                        new BornWolf(
                                psf.positive("aperture"),
                                psf.positive("wavelength"),
                                psf.positive("index"),
                                size(psf, image));
                    case "gibson-lanni" -> gibsonLanni(psf, image);
                    default -> measured(psf, folder, image, json);
                };
        return new Read(image, spread.forImage(image), json);
    }

    private static int[] size(Fields psf, Space image) {
        return psf.has("size") ? psf.counts("size", image.dimensions()) : image.sizes();
    }

    private static PointSpread gibsonLanni(Fields psf, Space image) {
        GibsonLanni.Media oil = GibsonLanni.Media.oil();
        GibsonLanni.Media media = new GibsonLanni.Media(
                or(psf, "sampleIndex", oil.sample()),
                or(psf, "immersionIndex", oil.immersion()),
                or(psf, "designImmersionIndex", oil.designImmersion()),
                or(psf, "glassIndex", oil.glass()),
                or(psf, "designGlassIndex", oil.designGlass()),
                or(psf, "immersionThickness", oil.immersionThickness()),
                or(psf, "glassThickness", oil.glassThickness()),
                or(psf, "designGlassThickness", oil.designGlassThickness()));
        return new GibsonLanni(
                psf.positive("aperture"), psf.positive("wavelength"), media, or(psf, "depth", 0), size(psf, image));
    }

    private static double or(Fields fields, String key, double otherwise) {
        return fields.has(key) ? fields.number(key) : otherwise;
    }

    private static PointSpread measured(Fields psf, Path folder, Space image, ObjectNode json) throws IOException {
        Path file = folder.resolve(psf.word("file"));
        json.put("file", file.toString());
        MeasuredSpread.Centre centre = psf.has("centre")
                ? MeasuredSpread.Centre.valueOf(
                        psf.oneOf("centre", "peak", "centroid", "middle").toUpperCase(Locale.ROOT))
                : MeasuredSpread.Centre.PEAK;
        int[] size = psf.has("size") ? psf.counts("size", image.dimensions()) : new int[0];
        double background = or(psf, "background", Double.NaN);
        return new MeasuredSpread(file(file, image.dimensions()), background, centre, size);
    }

    /** A file's values, whatever their axes are called; a single axis more or less of one sample does not matter. */
    private static Image file(Path file, int axes) throws IOException {
        Image read = ImageFiles.read(file);
        int[] sizes = read.space().sizes();
        int used = sizes.length;
        while (used > axes && sizes[used - 1] == 1) {
            used--;
        }
        if (used != axes) {
            throw new IllegalArgumentException("the point spread function has shape " + Shapes.text(read.space())
                    + ", but the image has " + axes + " axes");
        }
        if (read.space().field() == Field.COMPLEX) {
            throw new IllegalArgumentException(
                    "the point spread function in " + file + " is complex, but must be real");
        }
        read.requireFinite("the point spread function in " + file);
        if (Vectors.normSquared(read.data()) == 0) {
            throw new IllegalArgumentException("the point spread function in " + file + " is zero everywhere");
        }
        Axis[] named = IntStream.range(0, axes)
                .mapToObj(a -> new Axis(ImageSize.ROLES[a], sizes[a], 1))
                .toArray(Axis[]::new);
        return read.as(new Space(List.of(named), read.space().field()));
    }
}
