package org.preimage.examples.gallery;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.preimage.examples.report.Pictures.Scale;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.quality.ImageQuality;

/**
 * What an example of the gallery ends with: the known image, its measurement, a simple image of it and those of the methods
 * shown, side by side in a PNG file, with their PSNR below and on standard output.
 */
public final class Comparison {
    private static final double SIDE = 256;

    private final Scene scene;
    private final Map<String, Image> images = new LinkedHashMap<>();
    private final List<Panels.Panel> maps = new ArrayList<>();

    /** The arguments of an example: where its picture goes, and how large its image is. */
    public record Arguments(Path folder, int size) {
        /**
         * Reads FOLDER [SIZE].
         *
         * @param size pixels along a side where none are given
         */
        public static Arguments of(String[] args, int size) {
            require(args, 2, "FOLDER [SIZE]: the folder of the picture, and pixels along a side if not " + size);
            return new Arguments(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : size);
        }

        /** Reads FOLDER, where the image has one size. */
        public static Path folder(String[] args) {
            require(args, 1, "FOLDER: the folder of the picture");
            return Path.of(args[0]);
        }

        private static void require(String[] args, int most, String usage) {
            System.setProperty("java.awt.headless", "true");
            if (args.length < 1 || args.length > most) {
                System.err.println("usage: " + usage);
                System.exit(2);
            }
        }
    }

    /** Of the images of a scene. */
    public Comparison(Scene scene) {
        this.scene = scene;
    }

    /** One more image; the first is the simple one. */
    public Comparison with(String title, Image image) {
        images.put(title, real(image));
        return this;
    }

    /** A map that is no image of the scene, as standard deviations, with grey values from 0 to its maximum. */
    public Comparison map(String title, String remark, Image map) {
        maps.add(new Panels.Panel(
                title, remark, plane(map), new Scale(0, Scale.of(map).high())));
        return this;
    }

    /** Peak signal-to-noise ratios in dB by title. */
    public Map<String, Double> psnr() {
        Map<String, Double> psnr = new LinkedHashMap<>();
        images.forEach((title, image) ->
                psnr.put(title, ImageQuality.of(scene.truth(), image).psnr()));
        return psnr;
    }

    /**
     * Writes the picture and prints the figures.
     *
     * @param folder made where it is missing
     * @param name of the file without its ending
     */
    public void save(Path folder, String name) throws IOException {
        print(System.out);
        Image truth = plane(scene.truth());
        Scale grey = Scale.quantiles(truth, 0, 0.999);
        Image data = plane(scene.shown());
        List<Panels.Panel> panels = new ArrayList<>();
        panels.add(new Panels.Panel("Truth", "what is sought", truth, grey));
        panels.add(new Panels.Panel("Measurement", scene.measurement(), data, Scale.quantiles(data, 0, 0.999)));
        Map<String, Double> psnr = psnr();
        images.forEach((title, image) -> panels.add(new Panels.Panel(
                title, String.format(Locale.ROOT, "PSNR %.1f dB", psnr.get(title)), plane(image), grey)));
        panels.addAll(maps);
        Space space = truth.space();
        Files.createDirectories(folder);
        new Panels(space.size(0), space.size(1), SIDE / space.size(1)).save(folder.resolve(name + ".png"), panels);
    }

    private void print(PrintStream out) {
        psnr().forEach((title, psnr) -> out.println(String.format(Locale.ROOT, "%s: PSNR %.1f dB", title, psnr)));
    }

    private static Image real(Image image) {
        return switch (image.space().field()) {
            case REAL -> image;
            case COMPLEX -> image.magnitude();
        };
    }

    /** The middle plane of a volume or a series. */
    private static Image plane(Image image) {
        Image real = real(image);
        if (real.space().dimensions() < 3) {
            return real;
        }
        int columns = real.space().size(0);
        int rows = real.space().size(1);
        int pixels = columns * rows;
        int from = real.data().length / pixels / 2 * pixels;
        return new Image(Space.image(columns, rows, 1), Arrays.copyOfRange(real.data(), from, from + pixels));
    }
}
