package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.Macro;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.preimage.plugins.Lab;
import org.preimage.plugins.simulate.SimulateSinogramCommand;
import org.scijava.command.Command;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleItem;

/**
 * The option strings of recorded macros: read with ImageJ's own parser, each holds every input, and the command runs on
 * them as they are, as strings.
 */
class MacroTest {
    @Test
    void fromImageToImage() {
        ImagePlus sinogram = run(
                SimulateSinogramCommand.class,
                Scene.image(),
                "angles=30 range=180 detectors=0 noise=gaussian:1% seed=1 folder=[]",
                "sinogram");
        assertEquals("disc-sinogram", sinogram.getTitle());
        ImagePlus fbp = run(
                FilteredBackprojectionCommand.class,
                sinogram,
                "range=auto axis=auto size=48 window=hann folder=[]",
                "reconstruction");
        assertEquals("disc-sinogram-fbp", fbp.getTitle());
        ImagePlus tv = run(
                TotalVariationCommand.class,
                sinogram,
                "range=auto axis=auto size=48 weight=auto iterations=500 nonnegative=true folder=[]",
                "reconstruction");
        assertEquals("disc-sinogram-tv", tv.getTitle());
        assertTrue(Scene.psnr(tv, 1, 1) > Scene.psnr(fbp, 1, 1));
    }

    private static ImagePlus run(Class<? extends Command> command, ImagePlus image, String options, String output) {
        try (Lab lab = new Lab()) {
            List<Object> inputs = new ArrayList<>();
            for (ModuleItem<?> input : lab.inputs(command)) {
                inputs.add(input.getName());
                if (input.getType() == ImagePlus.class) {
                    inputs.add(image);
                } else {
                    String value = Macro.getValue(options, input.getName(), null);
                    assertFalse(value == null, input.getName() + " is missing, which opens a dialog");
                    inputs.add(value);
                }
            }
            CommandModule module = lab.run(command, inputs.toArray());
            assertFalse(module.isCanceled(), module::getCancelReason);
            return (ImagePlus) module.getOutput(output);
        }
    }
}
