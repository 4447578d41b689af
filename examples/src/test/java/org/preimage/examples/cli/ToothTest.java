package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.SharedData;
import org.preimage.operators.file.Npy;
import org.preimage.operators.spec.BeamSpec;
import org.preimage.operators.spec.OperatorSpec;

/** The raw scan of a tooth that the TomoPy project publishes. */
class ToothTest {
    @TempDir
    Path folder;

    @Test
    void fromRawCountsToAnImage() throws IOException {
        Path tooth = SharedData.require("data/ct_tooth.h5");
        Session said = Session.run("data", tooth);
        assertEquals("", said.err());
        assertTrue(said.out().contains("(181, 2, 640)"), said.out());
        assertTrue(said.out().contains("flats        10, darks 10"), said.out());
        Session spec = Session.run("data", tooth, "--spec");
        BeamSpec read = (BeamSpec) OperatorSpec.parse(spec.out(), folder);
        assertEquals(296, read.beam().center(), 0.8);
        Path out = folder.resolve("tooth.npy");
        Session direct = Session.run("reconstruct", "--data", tooth, "--method", "fbp", "--out", out);
        assertEquals("", direct.err());
        Path specFile = folder.resolve("tooth.json");
        Files.writeString(specFile, spec.out());
        Path again = folder.resolve("again.npy");
        Session bySpec = Session.run("reconstruct", specFile, "--data", tooth, "--method", "fbp", "--out", again);
        assertEquals("", bySpec.err());
        float[] a = Npy.read(out).data();
        float[] b = Npy.read(again).data();
        for (int i = 0; i < a.length; i++) {
            assertEquals(a[i], b[i], 1e-5f);
        }
        Session row = Session.run("data", tooth, "--row", "2");
        assertEquals(2, row.code());
        assertEquals(1, row.err().lines().count());
    }
}
