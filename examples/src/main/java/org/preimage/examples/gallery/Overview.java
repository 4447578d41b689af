package org.preimage.examples.gallery;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGeneratorFactory;
import javax.imageio.ImageIO;
import org.preimage.examples.benchmark.Case;
import org.preimage.examples.benchmark.Quality;
import org.preimage.examples.benchmark.Suites;
import org.preimage.examples.benchmark.Task;
import org.preimage.examples.data.Download;
import org.preimage.examples.report.Pictures;
import org.preimage.examples.report.Pictures.Scale;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Space;
import org.preimage.reconstruction.InverseProblem;
import org.preimage.reconstruction.method.Methods;

/**
 * The picture at the top of the README: a brain slice, its 30 noisy projections, what filtered back-projection and total
 * variation make of them, and where total variation errs.
 *
 * <p>The data are those of the benchmark's task brain-t1-30, with noise of another seed.
 */
public final class Overview {
    private static final String TASK = "brain-t1-30";
    private static final long SEED = 1;

    /** How much brighter errors are shown than images. */
    private static final int GAIN = 4;

    /** The middle of the slice, without most of the empty margin. */
    private static final int COLUMNS = 100;

    private static final int ROWS = 114;

    private static final double ZOOM = 2.8;
    private static final int WIDTH = (int) Math.round(ZOOM * COLUMNS);
    private static final int HEIGHT = (int) Math.round(ZOOM * ROWS);
    private static final int GAP = 12;
    private static final int CAPTION = 70;

    private Overview() {}

    /** @param args the PNG file to write */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        if (args.length != 1) {
            System.err.println(
                    "usage: java -cp examples/target/preimage.jar " + Overview.class.getName() + " FILE.png");
            System.exit(2);
        }
        Task task = Suites.named("foundation").tasks(Download.defaultCache()).stream()
                .filter(t -> t.name().equals(TASK))
                .findFirst()
                .orElseThrow();
        Case brain = task.cases()
                .make(RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(SEED))
                .get(0);
        Image fbp = reconstruct("fbp", task, brain);
        Image tv = reconstruct("tv", task, brain);
        // A few bright pixels of fat around the skull would darken the brain.
        Scale grey = Scale.quantiles(brain.truth(), 0, 0.995);
        int views = brain.data().space().size(1);
        save(
                Path.of(args[0]),
                List.of(
                        new Panel("Slice", "what is sought", middle(brain.truth()), grey),
                        new Panel("Measurement", views + " noisy projections", brain.data(), Scale.of(brain.data())),
                        new Panel("Filtered back-projection", psnr(brain, fbp), middle(fbp), grey),
                        new Panel("Total variation", psnr(brain, tv), middle(tv), grey),
                        new Panel(
                                "Error of total variation",
                                GAIN + " times as bright",
                                middle(error(brain.truth(), tv)),
                                new Scale(0, grey.high() / GAIN))));
    }

    private static Image reconstruct(String method, Task task, Case measured) {
        InverseProblem problem = new InverseProblem(task.spec().operator(), measured.data());
        return Methods.named(Methods.classical(), method)
                .withDefaults()
                .reconstruct(problem)
                .image();
    }

    private static String psnr(Case measured, Image image) {
        double psnr = Quality.of(measured.truth(), image, Double.NaN).psnr();
        return String.format(Locale.ROOT, "PSNR %.1f dB", psnr);
    }

    private static Image error(Image truth, Image image) {
        Image error = Image.zeros(truth.space());
        for (int i = 0; i < error.data().length; i++) {
            error.data()[i] = Math.abs(image.data()[i] - truth.data()[i]);
        }
        return error;
    }

    private static Image middle(Image image) {
        int nx = image.space().size(0);
        int left = (nx - COLUMNS) / 2;
        int top = (image.space().size(1) - ROWS) / 2;
        Image part = Image.zeros(Space.image(COLUMNS, ROWS, image.space().spacing(0)));
        for (int r = 0; r < ROWS; r++) {
            System.arraycopy(image.data(), (top + r) * nx + left, part.data(), r * COLUMNS, COLUMNS);
        }
        return part;
    }

    private record Panel(String title, String remark, Image image, Scale scale) {}

    private static void save(Path file, List<Panel> panels) throws IOException {
        BufferedImage picture = new BufferedImage(
                panels.size() * (WIDTH + GAP) + GAP, GAP + HEIGHT + CAPTION, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        int left = GAP;
        for (Panel panel : panels) {
            BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(Pictures.grey(panel.image(), panel.scale())));
            // A sinogram's rows are far apart in angle: only images are smoothed.
            boolean image = drawn.getHeight() == ROWS;
            g.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION,
                    image
                            ? RenderingHints.VALUE_INTERPOLATION_BICUBIC
                            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            g.drawImage(drawn, left, GAP, WIDTH, HEIGHT, null);
            write(g, panel.title(), new Font(Font.SANS_SERIF, Font.BOLD, 20), Color.BLACK, left, GAP + HEIGHT + 28);
            write(
                    g,
                    panel.remark(),
                    new Font(Font.SANS_SERIF, Font.PLAIN, 20),
                    Color.DARK_GRAY,
                    left,
                    GAP + HEIGHT + 57);
            left += WIDTH + GAP;
        }
        g.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        Files.write(file, png.toByteArray());
    }

    /** A line of text in the middle below a panel. */
    private static void write(Graphics2D g, String text, Font font, Color colour, int left, int baseline) {
        g.setFont(font);
        g.setColor(colour);
        g.drawString(text, left + (WIDTH - g.getFontMetrics().stringWidth(text)) / 2, baseline);
    }
}
