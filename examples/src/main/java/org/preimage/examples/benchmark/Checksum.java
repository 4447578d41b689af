package org.preimage.examples.benchmark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.List;
import org.preimage.operators.raw.Digest;
import org.preimage.operators.space.Image;

/** SHA-256 of images: of their values as little-endian floats of 32 bits, the first axis running fastest. */
final class Checksum {
    private Checksum() {}

    static String of(Image image) {
        MessageDigest digest = Digest.create();
        add(digest, image);
        return Digest.text(digest);
    }

    /** Of a task: of data and truth of one case after another, a truth that is not known left out. */
    static String of(List<Case> cases) {
        MessageDigest digest = Digest.create();
        for (Case image : cases) {
            add(digest, image.data());
            if (image.truth() != null) {
                add(digest, image.truth());
            }
        }
        return Digest.text(digest);
    }

    private static void add(MessageDigest digest, Image image) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * image.data().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(image.data());
        digest.update(bytes.array());
    }
}
