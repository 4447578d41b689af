package org.preimage.examples.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitedAngleTest {
    @TempDir
    Path folder;

    /** Smaller and with fewer iterations. That shearlets are ahead of total variation is seen at full size alone. */
    @Test
    void runsAndDraws() throws IOException {
        Path file = folder.resolve("drawn.png");
        LimitedAngle small = new LimitedAngle(48, 4, 1, new double[][] {{4}, {1}}, Map.of("iterations", "30"));
        LimitedAngle.Figures psnr = small.run(file);
        assertTrue(psnr.shearlets() > psnr.fbp() + 5, psnr.toString());
        assertTrue(psnr.tv() > psnr.fbp() + 5, psnr.toString());
        assertTrue(psnr.shearletsBest() >= psnr.shearlets() && psnr.tvBest() >= psnr.tv(), psnr.toString());
        BufferedImage drawn = ImageIO.read(file.toFile());
        assertEquals(6 * (256 + 12) + 12, drawn.getWidth());
    }
}
