package org.preimage.plugins.ct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Dxchange;
import org.preimage.operators.space.Image;
import org.preimage.operators.tomography.preparation.FlatField;
import org.preimage.plugins.Lab;
import org.scijava.command.CommandModule;

/** A tooth, measured at a synchrotron, as a user of Fiji has it: an uncalibrated sinogram and all inputs at "auto". */
class RealScanTest {
    @Test
    void theToothComesOut() throws IOException {
        Dxchange scan = Dxchange.read(SharedData.require("data/ct_tooth.h5"), 0);
        Image lines =
                FlatField.correct(scan.counts(), scan.flats(), scan.darks()).lineIntegrals();
        ImagePlus sinogram = new ImagePlus(
                "tooth.tif",
                new FloatProcessor(lines.space().size(0), lines.space().size(1), lines.data()));
        try (Lab lab = new Lab()) {
            CommandModule module = lab.run(
                    FilteredBackprojectionCommand.class,
                    "sinogram",
                    sinogram,
                    "range",
                    "auto",
                    "axis",
                    "auto",
                    "size",
                    0,
                    "window",
                    "hann");
            assertFalse(module.isCanceled(), module::getCancelReason);
            ImagePlus tooth = (ImagePlus) module.getOutput("reconstruction");
            String axis = tooth.getStringProperty("Rotation axis").split(" ")[1];
            assertEquals(296, Double.parseDouble(axis), 0.5, "rotation axis");
            assertEquals("pixel", tooth.getCalibration().getUnit());
            // Dentin in the middle, air in the corner.
            ImageProcessor pixels = tooth.getProcessor();
            int n = tooth.getWidth();
            pixels.setRoi(new OvalRoi(n / 2 - n / 10, n / 2 - n / 10, n / 5, n / 5));
            double inside = pixels.getStats().mean;
            pixels.setRoi(0, 0, n / 12, n / 12);
            double outside = pixels.getStats().mean;
            assertTrue(inside > 5 * Math.abs(outside), "inside " + inside + ", outside " + outside);
        }
    }
}
