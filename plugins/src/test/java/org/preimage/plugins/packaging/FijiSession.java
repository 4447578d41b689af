package org.preimage.plugins.packaging;

import ij.ImagePlus;
import java.util.concurrent.ExecutionException;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;

/**
 * What a script in Fiji does, for a process of its own that has Fiji's jars and the installed ones: a sinogram, reconstructed by a
 * classical method and by a network that comes with Preimage. It prints what came of each.
 */
public final class FijiSession {
    private FijiSession() {}

    public static void main(String[] arguments) throws Exception {
        try (Context context = new Context()) {
            CommandService commands = context.service(CommandService.class);
            ImagePlus phantom = (ImagePlus)
                    run(commands, "simulate.PhantomCommand", "size", 64).getOutput("image");
            ImagePlus sinogram =
                    (ImagePlus) run(commands, "simulate.SimulateSinogramCommand", "image", phantom, "angles", 30)
                            .getOutput("sinogram");
            tell("classical", run(commands, "ct.FilteredBackprojectionCommand", "sinogram", sinogram, "size", 64));
            tell(
                    "learned",
                    run(
                            commands,
                            "learned.ReconstructLearnedCommand",
                            "sinogram",
                            sinogram,
                            "size",
                            64,
                            "method",
                            "pnp-dncnn",
                            "settings",
                            "iterations=2"));
        }
        // DJL's threads would keep the process.
        System.exit(0);
    }

    private static CommandModule run(CommandService commands, String name, Object... inputs)
            throws InterruptedException, ExecutionException {
        return commands.run("org.preimage.plugins." + name, true, inputs).get();
    }

    private static void tell(String what, CommandModule module) {
        ImagePlus image = (ImagePlus) module.getOutput("reconstruction");
        System.out.println(
                what + ": " + (module.isCanceled() ? module.getCancelReason() : image.getTitle() + " " + mean(image)));
    }

    private static double mean(ImagePlus image) {
        return image.getProcessor().getStatistics().mean;
    }
}
