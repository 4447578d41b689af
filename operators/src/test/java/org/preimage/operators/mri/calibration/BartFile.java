package org.preimage.operators.mri.calibration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.preimage.operators.SharedData;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** Reads reference results in BART's format: complex, first axis fastest. */
final class BartFile {
    private BartFile() {}

    static Image read(String name, Role... roles) throws IOException {
        String header = Files.readString(SharedData.require("refs/" + name + ".hdr"));
        String[] sizes = header.split("\n")[1].trim().split(" ");
        Path file = SharedData.require("refs/" + name + ".cfl");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] data = new float[bytes.capacity() / 4];
        bytes.asFloatBuffer().get(data);
        Axis[] axes = new Axis[roles.length];
        int next = 0;
        for (int i = 0; i < roles.length; i++) {
            while (sizes[next].equals("1")) {
                next++;
            }
            axes[i] = new Axis(roles[i], Integer.parseInt(sizes[next++]));
        }
        return new Image(Space.of(axes).complex(), data);
    }
}
