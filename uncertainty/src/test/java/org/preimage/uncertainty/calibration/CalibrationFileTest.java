package org.preimage.uncertainty.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.uncertainty.Predictions;
import org.preimage.uncertainty.prediction.Assessment;

class CalibrationFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        // Few pixels, so that the outer quantiles are infinite.
        List<Assessment> validation = List.of(Predictions.gaussian(50, 2, Predictions.random(1)));
        Path file = folder.resolve("calibration.json");
        for (Calibration c : List.of(
                ScaleCalibration.fit(validation),
                ConformalCalibration.ofPixels(validation, ConformalCalibration.usualLevels()),
                ConformalCalibration.ofImages(validation, ConformalCalibration.usualLevels()),
                IsotonicCalibration.fit(validation, IsotonicCalibration.usualLevels()))) {
            CalibrationFile.write(file, c);
            assertEquals(c, CalibrationFile.read(file));
            assertEquals(Optional.empty(), CalibrationFile.fitted(file));
            CalibrationFile.write(file, c, "100 pixels");
            assertEquals(c, CalibrationFile.read(file));
            assertEquals(Optional.of("100 pixels"), CalibrationFile.fitted(file));
        }
        assertEquals("{\"calibration\":\"scale\",\"factor\":1.5}", CalibrationFile.toJson(new ScaleCalibration(1.5)));
        assertEquals(
                "{\"calibration\":\"conformal\",\"levels\":[0.5,0.9],\"quantiles\":[1.0,\"Infinity\"]}",
                CalibrationFile.toJson(
                        new ConformalCalibration(List.of(0.5, 0.9), List.of(1.0, Double.POSITIVE_INFINITY))));
    }

    @Test
    void refusesInOneSentence() throws IOException {
        for (String text : List.of(
                "",
                "7",
                "{",
                "{\"calibration\": \"scale\"}",
                "{\"calibration\": \"scale\", \"factor\": 0}",
                "{\"calibration\": \"scale\", \"factor\": \"NaN\"}",
                "{\"calibration\": \"scale\", \"factor\": 1, \"offset\": 2}",
                "{\"calibration\": \"scale\", \"factor\": 1, \"fitted\": 2}",
                "{\"calibration\": \"scale\", \"factor\": 1} {}",
                "{\"calibration\": \"other\"}",
                "{\"calibration\": \"conformal\", \"levels\": [0.5], \"quantiles\": [1, 2]}",
                "{\"calibration\": \"isotonic\", \"levels\": 0.5, \"quantiles\": [1]}",
                "{\"calibration\": \"isotonic\", \"levels\": [0.5], \"quantiles\": [null]}")) {
            Path file = folder.resolve("bad.json");
            Files.writeString(file, text);
            String message = assertThrows(IOException.class, () -> CalibrationFile.read(file), text)
                    .getMessage();
            assertTrue(message.startsWith(file + " holds no calibration: "), message);
            assertEquals(1, message.lines().count(), message);
        }
        Path missing = folder.resolve("missing.json");
        assertEquals(
                missing + " does not exist",
                assertThrows(IOException.class, () -> CalibrationFile.read(missing))
                        .getMessage());
        Path binary = folder.resolve("binary.json");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 1});
        assertTrue(assertThrows(IOException.class, () -> CalibrationFile.read(binary))
                .getMessage()
                .contains("is no text"));
    }
}
