package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

class DicomSeriesTest {
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    @TempDir
    Path folder;

    private void refused(String why, Path path) {
        String message =
                assertThrows(IOException.class, () -> DicomSeries.read(path)).getMessage();
        assertTrue(message.contains(why), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void slicesAreSortedByPlace() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "no slice");
        // Names and instance numbers run against the places.
        for (int s = 0; s < 3; s++) {
            Samples.dicom(folder.resolve("a" + (9 - s)), s != 1, s, s != 1 ? EXPLICIT : IMPLICIT);
        }
        assertTrue(DicomSeries.isDicom(folder));
        DicomSeries series = DicomSeries.read(folder);
        assertEquals(
                Space.of(new Axis(Role.X, 4, 0.75), new Axis(Role.Y, 3, 0.5), new Axis(Role.Z, 3, 2.5)),
                series.volume().space());
        for (int i = 0; i < 36; i++) {
            assertEquals(2 * (100 * (i / 12) + i % 12) - 1024, series.volume().data()[i]);
        }
        assertEquals("Hounsfield units", series.facts().get("values"));
    }

    @Test
    void signedValuesKeepTheirSign() throws IOException {
        Path file = Samples.dicom(folder.resolve("s"), true, 0, EXPLICIT);
        byte[] bytes = Files.readAllBytes(file);
        int at = bytes.length - 24;
        // -3 in twelve bits, and PixelRepresentation 1.
        bytes[at] = (byte) 0xfd;
        bytes[at + 1] = 0x0f;
        for (int i = 0; i < at; i++) {
            if (bytes[i] == 0x28 && bytes[i + 1] == 0 && bytes[i + 2] == 3 && bytes[i + 3] == 1) {
                bytes[i + 8] = 1;
            }
        }
        Files.write(file, bytes);
        assertEquals(-6 - 1024, DicomSeries.read(file).volume().data()[0]);
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        refused("no DICOM file", folder);
        Path jpeg = Samples.dicom(folder.resolve("j"), true, 0, "1.2.840.10008.1.2.4.70");
        refused("1.2.840.10008.1.2.4.70 (lossless JPEG)", jpeg);
        Files.delete(jpeg);
        for (int s : new int[] {0, 1, 3}) {
            Samples.dicom(folder.resolve("a" + s), true, s, EXPLICIT);
        }
        refused("not evenly spaced", folder);
        Path first = folder.resolve("a0");
        byte[] bytes = Files.readAllBytes(first);
        Files.write(first, java.util.Arrays.copyOf(bytes, bytes.length - 2));
        refused("claims 24 bytes, but 22 follow", first);
        Files.writeString(first, "x".repeat(200));
        refused("no DICM", first);
    }

    @Test
    void twoSeriesAreNotMixed() throws IOException {
        Samples.dicom(folder.resolve("a"), true, 0, EXPLICIT);
        byte[] other = Files.readAllBytes(Samples.dicom(folder.resolve("b"), true, 1, EXPLICIT));
        String text = new String(other, java.nio.charset.StandardCharsets.ISO_8859_1).replace("1.2.840.7", "1.2.840.8");
        Files.write(folder.resolve("b"), text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        refused("more than one DICOM series", folder);
    }
}
