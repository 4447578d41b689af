package org.preimage.operators.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.preimage.operators.space.Space;

/** The key "image" of an operator on plane images: {"size": [nx, ny], "pixel": mm}. */
final class ImageSize {
    private ImageSize() {}

    /** An image whose pixel size must be given. */
    static Space withPixel(Fields fields) {
        Fields image = fields.object("image");
        int[] size = image.counts("size", 2);
        return Space.image(size[0], size[1], image.positive("pixel"));
    }

    /** An image whose pixel size may be left out and is 1 mm then. */
    static Space of(Fields fields) {
        Fields image = fields.object("image");
        int[] size = image.counts("size", 2);
        return Space.image(size[0], size[1], image.has("pixel") ? image.positive("pixel") : 1);
    }

    static void write(Space image, ObjectNode json) {
        ObjectNode node = json.putObject("image");
        node.putArray("size").add(image.size(0)).add(image.size(1));
        node.put("pixel", image.spacing(0));
    }
}
