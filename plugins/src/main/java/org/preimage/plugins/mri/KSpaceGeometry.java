package org.preimage.plugins.mri;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.preimage.operators.file.KSpaceFile;
import org.preimage.operators.file.KSpaceFrame;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;
import org.preimage.plugins.Planes;

/**
 * What an image of raw k-space carries in its properties, where TIFF files keep it, so that nobody has to type what a file states.
 *
 * @param file that it was opened from
 * @param format of the file
 * @param cartesian whether rows and columns are frequencies; else samples and shots along a trajectory
 * @param image whose k-space it is, spacing in mm; empty if the file does not tell
 * @param millimetres whether the file told the spacing
 * @param oversampling of the readout
 * @param coils one after the other, in the image's frames
 * @param slices of the image, in its slices; those of a volume lie one after the other
 * @param noise whether the file has a noise scan too, which is read from there
 * @param calibration whether it has lines of its own for calibration, which are read from there
 */
record KSpaceGeometry(
        Path file,
        String format,
        boolean cartesian,
        Optional<Space> image,
        boolean millimetres,
        double oversampling,
        int coils,
        int slices,
        boolean noise,
        boolean calibration) {
    private static final String PREFIX = "preimage.kspace.";
    private static final Role[] ROLES = {Role.X, Role.Y, Role.Z};

    static KSpaceGeometry of(KSpaceFile file) throws IOException {
        return new KSpaceGeometry(
                file.path().toAbsolutePath(),
                file.format(),
                file.isCartesian(),
                file.image(),
                file.pixelIsStated(),
                file.oversampling(),
                file.coils(),
                file.counts().slice(),
                file.noise().isPresent(),
                file.calibration(KSpaceFrame.FIRST).isPresent());
    }

    /** Planes of a slice along kz. */
    int depth() {
        return cartesian && image.isPresent() && image.get().dimensions() > 2
                ? image.get().size(2)
                : 1;
    }

    /** Writes it into an image, and into its calibration where the grid has one: the zero frequency is at N / 2. */
    void attach(ImagePlus kspace) {
        kspace.setProp(PREFIX + "file", file.toString());
        kspace.setProp(PREFIX + "format", format);
        kspace.setProp(PREFIX + "sampling", cartesian ? "grid" : "trajectory");
        image.ifPresent(i -> {
            kspace.setProp(PREFIX + "size", words(i, true));
            kspace.setProp(PREFIX + "spacing", words(i, false));
        });
        kspace.setProp(PREFIX + "millimetres", Boolean.toString(millimetres));
        kspace.setProp(PREFIX + "oversampling", Double.toString(oversampling));
        kspace.setProp(PREFIX + "coils", Integer.toString(coils));
        kspace.setProp(PREFIX + "slices", Integer.toString(slices));
        kspace.setProp(PREFIX + "separate", (noise ? "noise " : "") + (calibration ? "calibration " : "") + "-");
        if (cartesian && image.isPresent()) {
            Space i = image.get();
            Calibration calibration = kspace.getCalibration();
            calibration.pixelWidth = 1 / (i.size(0) * i.spacing(0));
            calibration.pixelHeight = 1 / (i.size(1) * i.spacing(1));
            calibration.xOrigin = i.size(0) / 2;
            calibration.yOrigin = i.size(1) / 2;
            if (depth() > 1) {
                calibration.pixelDepth = 1 / (i.size(2) * i.spacing(2));
                calibration.zOrigin = i.size(2) / 2;
            }
            calibration.setUnit(millimetres ? "1/mm" : "1/pixel");
        }
    }

    private static String words(Space space, boolean sizes) {
        return space.axes().stream()
                .map(a -> sizes ? Integer.toString(a.size()) : Double.toString(a.spacing()))
                .collect(Collectors.joining(" "));
    }

    /**
     * What an image carries.
     *
     * @throws IllegalArgumentException in one sentence, if nothing, or it is damaged
     */
    static KSpaceGeometry in(Planes kspace) {
        if (kspace.property(PREFIX + "file") == null) {
            throw new IllegalArgumentException(
                    "k-space is an image that does not know its geometry: open the raw file by MRI Open Raw K-Space...");
        }
        try {
            String size = kspace.property(PREFIX + "size");
            return new KSpaceGeometry(
                    Path.of(kspace.property(PREFIX + "file")),
                    text(kspace, "format"),
                    text(kspace, "sampling").equals("grid"),
                    size == null ? Optional.empty() : Optional.of(image(size, text(kspace, "spacing"))),
                    Boolean.parseBoolean(text(kspace, "millimetres")),
                    Double.parseDouble(text(kspace, "oversampling")),
                    Integer.parseInt(text(kspace, "coils")),
                    Integer.parseInt(text(kspace, "slices")),
                    text(kspace, "separate").contains("noise"),
                    text(kspace, "separate").contains("calibration"));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "the properties " + PREFIX + "* of the k-space are damaged: " + e.getMessage(), e);
        }
    }

    private static String text(Planes kspace, String key) {
        String text = kspace.property(PREFIX + key);
        if (text == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return text;
    }

    private static Space image(String size, String spacing) {
        int[] n = Arrays.stream(size.split(" ")).mapToInt(Integer::parseInt).toArray();
        double[] d = Arrays.stream(spacing.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        List<Axis> axes = new ArrayList<>();
        for (int a = 0; a < n.length; a++) {
            axes.add(new Axis(ROLES[a], n[a], d[a]));
        }
        return new Space(axes, Field.REAL);
    }
}
