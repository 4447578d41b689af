package org.preimage.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Map;

/** A command that makes an image. */
public abstract class ImageCommand extends Work {
    /**
     * Makes it.
     *
     * @return null if the user stopped the work and nothing is kept
     * @throws IllegalArgumentException in one sentence that names the input that is wrong
     */
    protected abstract ImagePlus make();

    /** Takes the result: the command's output parameter. */
    protected abstract void deliver(ImagePlus result);

    @Override
    protected final void work() {
        ImagePlus result = make();
        if (result != null) {
            deliver(result);
            show(result);
        }
    }

    /** Writes into an image and the log how it was made. */
    protected final void facts(ImagePlus image, Map<String, String> facts) {
        facts(image, List.of(facts));
    }

    /** The same of an image whose slices were made each by itself; what all of them share is written once. */
    protected final void facts(ImagePlus image, List<Map<String, String>> slices) {
        image.setProperty("Info", Account.text(name(), Map.of(), slices));
        log().info(Account.summary(name(), Map.of(), slices).strip().replace("\n", "; "));
    }

    /**
     * Shows what nobody else does: without a screen all outputs, which the next line of a macro would not find, and with one those of
     * commands that were stopped.
     */
    private void show(ImagePlus result) {
        boolean macro = IJ.isMacro() || Interpreter.isBatchMode();
        if (GraphicsEnvironment.isHeadless() ? macro : isCanceled()) {
            result.show();
        }
    }
}
