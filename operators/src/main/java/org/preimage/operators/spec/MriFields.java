package org.preimage.operators.spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.preimage.operators.file.ImageFiles;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Sensitivities;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** Reads a {@link MriSpec} with the files that it names. */
final class MriFields {
    private MriFields() {}

    static MriSpec read(Fields fields, Path folder) throws IOException {
        Space image = ImageSize.ofAny(fields);
        int frames = fields.has("frames") ? fields.count("frames") : 1;
        MriSpec.Coils coils = coils(fields, folder, image);
        if (fields.has("trajectory") && fields.has("mask")) {
            throw new IllegalArgumentException("\"mask\" and \"trajectory\" exclude each other; give one of them");
        }
        MriSpec.Sampling sampling = fields.has("trajectory")
                ? trajectories(fields.word("trajectory"), folder, image, frames)
                : masks(fields, folder, image, frames);
        fields.requireNoOthers();
        return new MriSpec(image, coils, sampling, frames);
    }

    private static MriSpec.Coils coils(Fields fields, Path folder, Space image) throws IOException {
        int sets = fields.has("maps") ? fields.count("maps") : 1;
        if (!fields.has("coils")) {
            return new MriSpec.Maps(Sensitivities.uniform(image), "");
        }
        String word = fields.word("coils");
        for (MriSpec.Way way : MriSpec.Way.values()) {
            if (way.label().equals(word)) {
                if (sets > 1 && way != MriSpec.Way.ESPIRIT) {
                    throw new IllegalArgumentException("\"maps\" is " + sets + ", but only \"espirit\" makes several");
                }
                return new MriSpec.Estimated(way, sets);
            }
        }
        return maps(image, folder.resolve(word), word);
    }

    static MriSpec.Maps maps(Space image, Path file, String source) throws IOException {
        Image read = complex("the sensitivity maps", ImageFiles.read(file));
        int d = image.dimensions();
        int axes = read.space().dimensions();
        boolean fits = axes == d + 1 || axes == d + 2;
        for (int a = 0; fits && a < d; a++) {
            fits = read.space().size(a) == image.size(a);
        }
        if (!fits) {
            throw new IllegalArgumentException("the sensitivity maps have shape " + Shapes.text(read.space())
                    + ", but the SPEC needs (coils, " + inner(image) + ") or (maps, coils, " + inner(image) + ")");
        }
        Space space = Sensitivities.space(image, read.space().size(d));
        if (axes == d + 2) {
            space = space.with(new Axis(Role.MAP, read.space().size(d + 1)));
        }
        return new MriSpec.Maps(new Sensitivities(read.as(space)), source);
    }

    /** The sizes of an image as they stand at the end of a shape: "230, 180". */
    private static String inner(Space image) {
        String text = Shapes.text(image);
        return text.substring(1, text.length() - 1);
    }

    private static Image complex(String name, Image read) {
        if (read.space().field() != Field.COMPLEX) {
            throw new IllegalArgumentException(
                    name + " have shape " + Shapes.text(read.space()) + " and are real, but must be complex");
        }
        return read;
    }

    private static MriSpec.Sampling masks(Fields fields, Path folder, Space image, int frames) throws IOException {
        if (!fields.has("mask")) {
            SamplingMask full = SamplingMask.full(image);
            return new MriSpec.Masks(
                    IntStream.range(0, frames).mapToObj(t -> full).toList(), "");
        }
        String word = fields.word("mask");
        if (word.equals("data")) {
            return new MriSpec.FromData();
        }
        Space needed = SamplingMask.frequencies(image);
        Space all = frames == 1 ? needed : needed.with(new Axis(Role.TIME, frames));
        Image read =
                Shapes.fit("the mask", ImageFiles.read(folder.resolve(word)).magnitude(), all);
        List<SamplingMask> masks = IntStream.range(0, frames)
                .mapToObj(t -> SamplingMask.nonZero(image, SeriesData.frame(read, needed, t)))
                .toList();
        return new MriSpec.Masks(masks, word);
    }

    /** Coordinates as they are stored elsewhere, as complex numbers and always three, made real and as many as are needed. */
    private static Image plainCoordinates(Image read, int needed) {
        Space space = read.space();
        int stored = space.size(0);
        boolean complex = space.field() == Field.COMPLEX;
        if (!complex && !(stored == 3 && needed == 2)) {
            return read;
        }
        int kept = stored == 3 && needed == 2 ? 2 : stored;
        int parts = space.field().floats();
        float[] from = read.data();
        float[] out = new float[space.points() / stored * kept];
        for (int i = 0; i < space.points(); i++) {
            float rest = complex ? from[2 * i + 1] : 0;
            int a = i % stored;
            if (a < kept) {
                out[i / stored * kept + a] = from[parts * i];
            } else {
                rest += Math.abs(from[parts * i]);
            }
            if (rest != 0) {
                // Not coordinates in a plane after all: the caller tells by the shape what is wrong.
                return read;
            }
        }
        List<Axis> axes = new ArrayList<>(space.axes());
        axes.set(0, new Axis(space.axes().get(0).role(), kept));
        return new Image(new Space(axes, Field.REAL), out);
    }

    private static MriSpec.Sampling trajectories(String word, Path folder, Space image, int frames) throws IOException {
        Image read = plainCoordinates(ImageFiles.read(folder.resolve(word)), image.dimensions());
        Space space = read.space();
        int leading = frames == 1 ? 0 : 1;
        int axes = space.dimensions() - leading;
        boolean fits = space.field() == Field.REAL
                && (axes == 2 || axes == 3)
                && space.size(0) == image.dimensions()
                && (frames == 1 || space.size(space.dimensions() - 1) == frames);
        if (!fits) {
            String front = frames == 1 ? "(" : "(" + frames + ", ";
            throw new IllegalArgumentException("the trajectory has shape " + Shapes.text(space)
                    + (space.field() == Field.COMPLEX ? " complex" : "")
                    + ", but the SPEC needs " + front + "shots, samples, " + image.dimensions() + ") or " + front
                    + "samples, " + image.dimensions() + ")");
        }
        read.requireFinite("the trajectory");
        Space one = new Space(space.axes().subList(0, axes), Field.REAL);
        List<Trajectory> paths = IntStream.range(0, frames)
                .mapToObj(t -> Trajectory.of(SeriesData.frame(read, one, t)))
                .toList();
        return new MriSpec.Trajectories(paths, word);
    }
}
