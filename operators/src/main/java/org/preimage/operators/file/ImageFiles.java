package org.preimage.operators.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.preimage.operators.space.Image;

/**
 * Images by file extension: .npy ({@link Npy}), .cfl ({@link Cfl}), .tif and .tiff ({@link Tiff}), .png ({@link Png}). Only the
 * first two hold complex values; what to show of these in the others is the caller's choice, as {@link Image#magnitude}. A raw
 * scan in .h5 is no image: see {@link ScanFiles} and {@link KSpaceFiles}.
 */
public final class ImageFiles {
    private ImageFiles() {}

    /**
     * Reads an image.
     *
     * @throws IOException with one sentence that names the file, if it is missing, damaged or of an unknown kind
     */
    public static Image read(Path file) throws IOException {
        return switch (extension(file)) {
            case "npy" -> Npy.read(file);
            case "cfl" -> Cfl.read(file);
            case "tif", "tiff" -> Tiff.read(file);
            case "png" -> Png.read(file);
            default -> throw unknown("read", file);
        };
    }

    /**
     * Writes an image, whole or not at all.
     *
     * @throws IOException with one sentence that names the file, if it cannot be written or is of an unknown kind
     */
    public static void write(Path file, Image image) throws IOException {
        switch (extension(file)) {
            case "npy" -> Npy.write(file, image);
            case "cfl" -> Cfl.write(file, image);
            case "tif", "tiff" -> Tiff.write(file, image);
            case "png" -> Png.write(file, image);
            default -> throw unknown("write", file);
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static IOException unknown(String verb, Path file) {
        return new IOException(
                "cannot " + verb + " " + file + ": its name must end in .npy, .cfl, .tif, .tiff or .png");
    }
}
