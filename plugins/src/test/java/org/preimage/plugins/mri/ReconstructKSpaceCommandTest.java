package org.preimage.plugins.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

class ReconstructKSpaceCommandTest {
    private Lab lab;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private ImagePlus run(Object... inputs) {
        CommandModule module = lab.run(ReconstructKSpaceCommand.class, inputs);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput("reconstruction");
    }

    @Test
    void fromRawDataToAnImage() {
        File file = KSpace.write(folder);
        ImagePlus zero = run("data", file, "method", "zero-filled");
        ImagePlus sense = run("data", file);
        ImagePlus wavelet = run("data", file, "method", "l1-wavelet", "settings", "iterations=30");
        assertEquals("scan-sense", sense.getTitle());
        assertArrayEquals(new int[] {48, 48, 1, 1, 1}, sense.getDimensions());
        assertTrue(KSpace.psnr(sense) > KSpace.psnr(zero) + 1, KSpace.psnr(sense) + " and " + KSpace.psnr(zero));
        assertTrue(KSpace.psnr(wavelet) > KSpace.psnr(zero) + 1, KSpace.psnr(wavelet) + " and " + KSpace.psnr(zero));
        assertTrue(sense.getInfoProperty().contains("Method: sense"), sense.getInfoProperty());
    }

    @Test
    void thePhaseIsASecondChannel() {
        ImagePlus image = run("data", KSpace.write(folder), "phase", true, "slice", "1", "virtual", 3);
        assertArrayEquals(new int[] {48, 48, 2, 1, 1}, image.getDimensions());
        for (float p : (float[]) image.getStack().getPixels(2)) {
            assertTrue(Math.abs(p) <= Math.PI + 1e-6);
        }
    }

    @Test
    void wrongInputEndsInOneSentence() throws Exception {
        File file = KSpace.write(folder);
        Object[][] wrong = {
            {"slice", "3", "from 1 to 1"},
            {"settings", "iterations", "name=value"},
            {"settings", "nothing=1", "nothing"},
            {"coils", "all", "espirit, adaptive or none"},
            {"weight", "-1", "weight"}
        };
        for (Object[] w : wrong) {
            String reason = lab.run(ReconstructKSpaceCommand.class, "data", file, w[0], w[1])
                    .getCancelReason();
            assertTrue(reason.contains((String) w[2]) && !reason.contains("\n"), reason);
        }
        File text = Files.writeString(folder.resolve("a.h5"), "text").toFile();
        String reason = lab.run(ReconstructKSpaceCommand.class, "data", text).getCancelReason();
        assertTrue(reason.contains("a.h5"), reason);
    }

    /** Of the file only the length is real: nothing of it is read. */
    @Test
    void whatDoesNotFitIsRefusedBeforeItIsRead() throws Exception {
        Files.writeString(folder.resolve("large.hdr"), "# Dimensions\n6000 6000 1 16 1 1 1 1 1 1 1 1 1 1 1 1\n");
        File file = folder.resolve("large.cfl").toFile();
        try (RandomAccessFile holes = new RandomAccessFile(file, "rw")) {
            holes.setLength(8L * 6000 * 6000 * 16);
        }
        String reason = lab.run(ReconstructKSpaceCommand.class, "data", file).getCancelReason();
        assertTrue(
                reason.matches("MRI Reconstruct Raw Data needs about 58\\.0 GB of memory, but only .* GB are free\\."),
                reason);
    }

    @Test
    void aBrainFromItsRawFile() throws Exception {
        File file = SharedData.require("data/kspace_brain_8ch_full.npy").toFile();
        ImagePlus image = run("data", file, "method", "sense");
        assertEquals(1, image.getStackSize());
        String out = System.getProperty("preimage.look.brain");
        if (out != null) {
            new FileSaver(image).saveAsPng(out);
        }
    }
}
