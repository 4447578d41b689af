package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** The key "image" of an operator on plane images: {"size": [nx, ny], "pixel": mm}. */
final class ImageSize {
    /** Of the axes of an image, in order. */
    static final Role[] ROLES = {Role.X, Role.Y, Role.Z};

    private ImageSize() {}

    /** An image whose pixel size must be given, or a volume: {"size": [nx, ny, nz], "pixel": mm, "slice": mm}. */
    static Space withPixel(Fields fields) {
        Fields image = fields.object("image");
        boolean volume = image.length("size") == 3;
        int[] size = image.counts("size", volume ? 3 : 2);
        double pixel = image.positive("pixel");
        if (volume) {
            double slice = image.has("slice") ? image.positive("slice") : pixel;
            return Space.image(size[0], size[1], pixel).with(new Axis(Role.Z, size[2], slice));
        }
        return Space.image(size[0], size[1], pixel);
    }

    /** An image whose pixel size may be left out and is 1 mm then. */
    static Space of(Fields fields) {
        Fields image = fields.object("image");
        int[] size = image.counts("size", 2);
        return Space.image(size[0], size[1], image.has("pixel") ? image.positive("pixel") : 1);
    }

    /** A plane image or a volume whose pixel size may be left out and is 1 mm then. */
    static Space ofAny(Fields fields) {
        Fields image = fields.object("image");
        boolean volume = image.length("size") == 3;
        int[] size = image.counts("size", volume ? 3 : 2);
        double pixel = image.has("pixel") ? image.positive("pixel") : 1;
        Space plane = Space.image(size[0], size[1], pixel);
        if (!volume) {
            return plane;
        }
        return plane.with(new Axis(Role.Z, size[2], image.has("slice") ? image.positive("slice") : pixel));
    }

    static void write(Space image, ObjectNode json) {
        ObjectNode node = json.putObject("image");
        ArrayNode size = node.putArray("size").add(image.size(0)).add(image.size(1));
        node.put("pixel", image.spacing(0));
        if (image.dimensions() == 3) {
            size.add(image.size(2));
            node.put("slice", image.spacing(2));
        }
    }
}
