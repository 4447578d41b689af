package org.preimage.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.mri.MapMagnitude;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** What commands write. */
final class Outputs {
    private static final List<String> ENDINGS = List.of(".npy", ".cfl", ".tif", ".tiff", ".png");

    private Outputs() {}

    /**
     * Checks, before the work begins, that a file can be written.
     *
     * @throws IOException if it cannot
     * @throws IllegalArgumentException if the extension is unknown
     */
    static void requireWritable(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (ENDINGS.stream().noneMatch(name::endsWith)) {
            throw new IllegalArgumentException(
                    "cannot write " + file + ": its name must end in " + String.join(", ", ENDINGS));
        }
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write " + file + ": it is a folder");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write " + file + ": the folder " + folder + " does not exist");
        }
        if (!Files.isWritable(folder) || Files.exists(file) && !Files.isWritable(file)) {
            throw new IOException("cannot write " + file + ": permission denied");
        }
    }

    /**
     * Checks, before the work begins, that a file of this kind can hold the result.
     *
     * @throws IllegalArgumentException if it cannot
     */
    static void requireRoom(Path file, Space result) {
        boolean picture =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".png");
        if (picture && result.dimensions() > (result.indexOf(Role.MAP).isPresent() ? 3 : 2)) {
            throw new IllegalArgumentException("cannot write " + file + ": the result is " + result
                    + ", but a .png holds one plane; write .tif or .npy");
        }
    }

    /** Writes an image, whole or not at all; .tif and .png get the magnitudes of a complex one. */
    static void write(Path file, Image image) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean complex = name.endsWith(".npy") || name.endsWith(".cfl");
        ImageFiles.write(file, complex ? image : picture(image));
    }

    /** Several maps' images as one, complex numbers as their magnitudes. */
    private static Image picture(Image image) {
        return image.space().field() == Field.COMPLEX ? MapMagnitude.of(image) : image;
    }

    static void json(PrintWriter out, JsonNode node) throws IOException {
        out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node));
        out.flush();
    }
}
