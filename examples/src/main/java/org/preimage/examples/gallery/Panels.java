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
import javax.imageio.ImageIO;
import org.preimage.examples.report.Pictures;
import org.preimage.examples.report.Pictures.Scale;
import org.preimage.operators.space.Image;

/**
 * Images side by side with a title and a remark below each.
 *
 * @param columns pixels of an image across
 * @param rows pixels of an image down; images of other sizes are stretched
 * @param zoom pixels of the picture for each of an image
 */
record Panels(int columns, int rows, double zoom) {
    private static final int GAP = 12;
    private static final int CAPTION = 70;

    /** One of them. */
    record Panel(String title, String remark, Image image, Scale scale) {}

    private int width() {
        return (int) Math.round(zoom * columns);
    }

    private int height() {
        return (int) Math.round(zoom * rows);
    }

    /** The size of letters with which most titles fit below a panel. */
    private int letters() {
        return Math.min(20, width() / 13);
    }

    /** Writes a PNG file. */
    void save(Path file, List<Panel> panels) throws IOException {
        BufferedImage picture = new BufferedImage(
                panels.size() * (width() + GAP) + GAP, GAP + height() + CAPTION, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        int left = GAP;
        for (Panel panel : panels) {
            BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(Pictures.grey(panel.image(), panel.scale())));
            // A sinogram's rows are far apart in angle: only images are smoothed.
            boolean image = drawn.getHeight() == rows;
            g.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION,
                    image
                            ? RenderingHints.VALUE_INTERPOLATION_BICUBIC
                            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
            g.drawImage(drawn, left, GAP, width(), height(), null);
            write(
                    g,
                    panel.title(),
                    new Font(Font.SANS_SERIF, Font.BOLD, letters()),
                    Color.BLACK,
                    left,
                    GAP + height() + 28);
            write(
                    g,
                    panel.remark(),
                    new Font(Font.SANS_SERIF, Font.PLAIN, letters()),
                    Color.DARK_GRAY,
                    left,
                    GAP + height() + 57);
            left += width() + GAP;
        }
        g.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        Files.write(file, png.toByteArray());
    }

    /** A line of text in the middle below a panel. */
    private void write(Graphics2D g, String text, Font font, Color colour, int left, int baseline) {
        g.setFont(font);
        g.setColor(colour);
        g.drawString(text, left + (width() - g.getFontMetrics().stringWidth(text)) / 2, baseline);
    }
}
