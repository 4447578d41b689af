package org.preimage.plugins.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.io.FileSaver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.preimage.plugins.Lab;
import org.preimage.plugins.simulate.PhantomCommand;
import org.preimage.plugins.simulate.SimulateSinogramCommand;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;

class BenchmarkCommandsTest {
    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private ImagePlus run(Class<? extends Command> command, String output, Object... inputs) {
        CommandModule module = lab.run(command, inputs);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return (ImagePlus) module.getOutput(output);
    }

    @Test
    void qualitiesAndTheDifference() {
        ImagePlus truth = Lab.stack("truth", 20, 16, 2, (x, y, z) -> x + z);
        ImagePlus image = Lab.stack("image", 20, 16, 2, (x, y, z) -> x + z + ((x + y) % 2 == 0 ? 1 : -1) * (z + 1));
        ImagePlus difference = run(CompareCommand.class, "difference", "image", image, "reference", truth);
        assertEquals(1, difference.getStack().getVoxel(0, 0, 0));
        assertEquals(-2, difference.getStack().getVoxel(1, 0, 1));
        double psnr =
                Double.parseDouble(difference.getStringProperty("Slice 1, PSNR").split(" ")[0]);
        assertEquals(20 * Math.log10(19), psnr, 1e-6);
        assertEquals("2.0", difference.getStringProperty("Slice 2, RMSE"));
        String wrong = lab.run(
                        CompareCommand.class, "image", image, "reference", Lab.stack("t", 20, 15, 2, (x, y, z) -> x))
                .getCancelReason();
        assertTrue(wrong.contains("20 x 15 x 2"), wrong);
        String flat = lab.run(
                        CompareCommand.class, "image", image, "reference", Lab.stack("t", 20, 16, 1, (x, y, z) -> 1))
                .getCancelReason();
        assertTrue(flat.contains("is constant"), flat);
    }

    @Test
    void objectivesComeToTheirLastValue() {
        ImagePlus phantom = run(PhantomCommand.class, "image", "size", 48);
        ImagePlus sinogram =
                run(SimulateSinogramCommand.class, "sinogram", "image", phantom, "angles", 30, "noise", "gaussian:1%");
        ImagePlus plot = run(
                ConvergenceCommand.class, "plot", "sinogram", sinogram, "axis", "center", "methods", "tv, tv-admm l1");
        assertTrue(plot.getWidth() > 100);
        assertTrue(plot.getInfoProperty().contains("tv-admm"), plot.getInfoProperty());
        String out = System.getProperty("preimage.look.plot");
        if (out != null) {
            new FileSaver(plot).saveAsPng(out);
        }
        String direct = lab.run(ConvergenceCommand.class, "sinogram", sinogram, "axis", "center", "methods", "fbp")
                .getCancelReason();
        assertTrue(direct.contains("no objective"), direct);
        String many = lab.run(ConvergenceCommand.class, "sinogram", sinogram, "methods", "tv tv tv tv tv tv")
                .getCancelReason();
        assertTrue(many.contains("at most 5"), many);
    }
}
