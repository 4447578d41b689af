package org.preimage.operators.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Raw k-space of every format that is read: ISMRMRD HDF5, recognised by what it holds; BART's .cfl with .hdr; NumPy .npy of complex
 * values and shape (coils, ky, kx).
 */
public final class KSpaceFiles {
    private KSpaceFiles() {}

    /** A path as users write it: one of several groups of an HDF5 file is named after the file. */
    private record Named(Path file, String group) {
        static Named of(Path path) {
            String text = path.toString();
            int colon = text.lastIndexOf(":" + path.getFileSystem().getSeparator());
            return colon > 1 && !Files.exists(path)
                    ? new Named(
                            path.getFileSystem().getPath(text.substring(0, colon)),
                            text.substring(colon + 1).replace('\\', '/'))
                    : new Named(path, null);
        }
    }

    /**
     * Opens a file. One of several groups of an ISMRMRD file is named after it: {@code scan.h5:/dataset_2}.
     *
     * @throws IOException with one sentence that names the file, if it is missing, damaged, contradicts itself, or holds no
     *     k-space
     */
    public static KSpaceFile open(Path path) throws IOException {
        if (CflHeader.isNamedBy(path)) {
            return ArrayKSpace.cfl(path);
        }
        Named named = Named.of(path);
        Path file = named.file();
        Channels.requireFile(file);
        if (named.group() == null && isNpy(file)) {
            try (FileChannel channel = Channels.open(file)) {
                return ArrayKSpace.npy(file, NpyHeader.read(file, channel));
            }
        }
        if (ScanFiles.isHdf5(file)) {
            return IsmrmrdFile.open(file, named.group());
        }
        throw new IOException(path + " holds no k-space that is read: it is neither ISMRMRD HDF5, .cfl nor .npy");
    }

    /**
     * Whether a file is k-space by its kind: ISMRMRD; a .cfl without dimensions that k-space has not; a complex .npy of three axes.
     * Opening it may still fail.
     *
     * @throws IOException if it is damaged so that one cannot say
     */
    public static boolean isKSpace(Path path) throws IOException {
        if (CflHeader.isNamedBy(path)) {
            return ArrayKSpace.isKSpace(CflHeader.read(path));
        }
        Named named = Named.of(path);
        Path file = named.file();
        if (!Files.isRegularFile(file)) {
            return false;
        }
        if (named.group() == null && isNpy(file)) {
            try (FileChannel channel = Channels.open(file)) {
                return ArrayKSpace.isKSpace(NpyHeader.read(file, channel));
            }
        }
        return ScanFiles.isHdf5(file) && IsmrmrdFile.hasGroup(file, named.group());
    }

    private static boolean isNpy(Path path) throws IOException {
        try (FileChannel channel = Channels.open(path)) {
            byte[] magic = NpyHeader.MAGIC;
            return channel.size() >= magic.length
                    && Channels.read(channel, path, magic.length, "the header").equals(ByteBuffer.wrap(magic));
        }
    }
}
