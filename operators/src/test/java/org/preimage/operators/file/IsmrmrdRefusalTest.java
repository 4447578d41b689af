package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and contradictory ISMRMRD files, and HDF5 that is something else: one sentence each. */
class IsmrmrdRefusalTest {
    private static final String CARTESIAN = "<trajectory>cartesian</trajectory>";
    private static final KSpaceFrame FIRST = KSpaceFrame.FIRST;

    @TempDir
    Path folder;

    private IsmrmrdSample accelerated() throws IOException {
        return IsmrmrdSample.accelerated(folder.resolve("a.h5"));
    }

    private IsmrmrdSample coordinates() throws IOException {
        return IsmrmrdSample.coordinates(folder.resolve("b.h5"));
    }

    private void assertRefused(Path path, String why) {
        IOException e = assertThrows(IOException.class, () -> {
            try (KSpaceFile file = KSpaceFiles.open(path)) {
                file.kspace(FIRST);
                file.trajectory(FIRST);
            }
        });
        assertTrue(e.getMessage().contains(path.toString()) && e.getMessage().contains(why), e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
    }

    @Test
    void contradictionsAreRefused() throws IOException {
        assertRefused(
                accelerated()
                        .header(CARTESIAN, "<trajectory>spiral</trajectory>")
                        .write(),
                "is a spiral scan, but readout 0 has no trajectory");
        assertRefused(
                coordinates().readout(9, "active_channels", 1).write(),
                "readout 9 has 1 channels, but readout 1 has 2");
        assertRefused(
                coordinates().readout(0, "active_channels", 3).write(),
                "readout 0 has 3 channels, but readout 1 has 2");
        assertRefused(
                coordinates().readout(3, "idx/kspace_encode_step_1", 16).write(),
                "readout 3 has the first phase-encoding step 16, which is place 16 on a grid of 16 rows");
        assertRefused(
                coordinates().readout(3, "idx/kspace_encode_step_2", 1).write(),
                "readout 3 has the second phase-encoding step 1, which is place 1 on a grid of 1 planes");
        assertRefused(
                coordinates().readout(3, "number_of_samples", 31).write(),
                "\"data\" of readout 3 has 128 floats, but its head needs 124");
        assertRefused(
                coordinates().readout(3, "center_sample", 10).write(),
                "readout 3 has 32 samples about sample 10, which do not fit a grid of 32 columns");
        assertRefused(
                coordinates().readout(3, "discard_pre", 40).write(), "32 samples, of which 40 are to be discarded");
        assertRefused(
                coordinates().readout(1, "encoding_space_ref", 3).write(),
                "readout 1 is of encoding space 3, but the header has 1");
        IsmrmrdSample noise = coordinates();
        for (int i = 1; i < 33; i++) {
            noise.readout(i, "flags", 1 << 18);
        }
        assertRefused(noise.write(), "has no readout for imaging among 33");
        IsmrmrdSample other = coordinates().header(CARTESIAN, "<trajectory>radial</trajectory>");
        assertRefused(
                other.readout(5, "discard_pre", 1).write(),
                "readouts of different kinds: number 1 has 32 samples with 2 coordinates, number 5 has 31 with 2");
    }

    @Test
    void brokenHeadersAreRefused() throws IOException {
        assertRefused(accelerated().header("</encoding>", "</encodin>").write(), "header that is not valid XML");
        assertRefused(
                accelerated().header("<ismrmrdHeader ", "<ismrmrdFooter ").write(), "header that is not valid XML");
        assertRefused(
                accelerated().header("<x>32</x>", "<x>3x</x>").write(),
                "has \"3x\" as <encodedSpace/matrixSize/x> in its ISMRMRD header, but a whole number from 1 to 65536 is");
        assertRefused(accelerated().header("<x>32</x>", "<x>0</x>").write(), "\"0\" as <encodedSpace/matrixSize/x>");
        assertRefused(accelerated().header("<x>32</x>", "").write(), "header without <encodedSpace/matrixSize/x>");
        assertRefused(
                accelerated().header("<version>8</version>", "<!DOCTYPE x [<!>").write(), "is not valid XML");
        assertRefused(accelerated().header("<x>600.000000</x>", "<x>-1</x>").write(), "a number that is not negative");
        assertRefused(
                accelerated()
                        .header("<x>32</x>\n\t\t\t\t<y>16</y>", "<x>65000</x><y>6000</y>")
                        .write(),
                "its matrix of 65000 x 6000 x 1 over 600 x 300 x 6 mm with 3 channels does not go with 69600 bytes");
    }

    @Test
    void entitiesOutsideAreNotRead() {
        String xml = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                + "<ismrmrdHeader><encoding>&e;</encoding></ismrmrdHeader>";
        IOException e = assertThrows(IOException.class, () -> IsmrmrdHeader.parse(Path.of("a.h5"), xml));
        assertTrue(
                e.getMessage().startsWith("a.h5 has an ISMRMRD header that is not valid XML: DOCTYPE"), e.getMessage());
    }

    @Test
    void otherHdf5IsRefused() throws IOException {
        Path dxchange = Samples.dxchange(folder.resolve("dx.h5"), false);
        assertRefused(dxchange, "is HDF5, but not ISMRMRD: no group of it holds the data sets \"xml\" and \"data\"");
        assertFalse(KSpaceFiles.isKSpace(dxchange));
        Path numbers = folder.resolve("n.h5");
        try (WritableHdfFile hdf = HdfFile.write(numbers)) {
            hdf.putGroup("dataset").putDataset("data", new float[5]);
        }
        assertRefused(numbers, "is HDF5, but not ISMRMRD");
        try (WritableHdfFile hdf = HdfFile.write(numbers)) {
            hdf.putGroup("dataset").putDataset("data", new float[5]);
            hdf.putGroup("x").putDataset("xml", "<a/>");
        }
        assertRefused(numbers, "is HDF5, but not ISMRMRD");
        Path text = Files.writeString(folder.resolve("t.h5"), "text");
        assertRefused(text, "holds no k-space that is read");
        assertRefused(folder.resolve("missing.h5"), "there is no such file");
    }

    @Test
    void truncatedFilesAreRefused() throws IOException {
        Path path = coordinates().write();
        byte[] whole = Files.readAllBytes(path);
        for (int n : new int[] {10, 500, 5000, 20_000, 40_000, 60_000}) {
            Files.write(path, Arrays.copyOf(whole, n));
            assertRefused(path, path.getFileName().toString());
        }
    }
}
