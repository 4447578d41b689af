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
        String text = path.toString();
        int colon = text.lastIndexOf(":" + path.getFileSystem().getSeparator());
        if (colon > 1 && !Files.exists(path)) {
            Path file = path.getFileSystem().getPath(text.substring(0, colon));
            return IsmrmrdFile.open(file, text.substring(colon + 1).replace('\\', '/'));
        }
        Channels.requireFile(path);
        if (isNpy(path)) {
            try (FileChannel channel = Channels.open(path)) {
                return ArrayKSpace.npy(path, NpyHeader.read(path, channel));
            }
        }
        if (ScanFiles.isHdf5(path)) {
            return IsmrmrdFile.open(path, null);
        }
        throw new IOException(path + " holds no k-space that is read: it is neither ISMRMRD HDF5, .cfl nor .npy");
    }

    /**
     * Whether a file is k-space by its kind: ISMRMRD, a .cfl, a complex .npy of three axes. Opening it may still fail.
     *
     * @throws IOException if it is damaged so that one cannot say
     */
    public static boolean isKSpace(Path path) throws IOException {
        if (CflHeader.isNamedBy(path)) {
            return true;
        }
        String text = path.toString();
        int colon = text.lastIndexOf(":" + path.getFileSystem().getSeparator());
        if (colon > 1 && !Files.exists(path)) {
            Path file = path.getFileSystem().getPath(text.substring(0, colon));
            return Files.isRegularFile(file)
                    && ScanFiles.isHdf5(file)
                    && IsmrmrdFile.hasGroup(file, text.substring(colon + 1).replace('\\', '/'));
        }
        if (!Files.isRegularFile(path)) {
            return false;
        }
        if (isNpy(path)) {
            try (FileChannel channel = Channels.open(path)) {
                return ArrayKSpace.isKSpace(NpyHeader.read(path, channel));
            }
        }
        return ScanFiles.isHdf5(path) && IsmrmrdFile.hasGroup(path, null);
    }

    private static boolean isNpy(Path path) throws IOException {
        try (FileChannel channel = Channels.open(path)) {
            byte[] magic = NpyHeader.MAGIC;
            return channel.size() >= magic.length
                    && Channels.read(channel, path, magic.length, "the header").equals(ByteBuffer.wrap(magic));
        }
    }
}
