package org.preimage.operators.file;

import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A scan that is one array of an HDF5 file, of axes (angles, cells) or (angles, rows, cells). */
final class NamedArray {
    private NamedArray() {}

    static ScanFile open(Path file, String path) throws IOException {
        Hdf5 hdf = new Hdf5(file);
        try {
            Dataset dataset = hdf.find(path);
            if (dataset == null || !hdf.guarded(() -> Hdf5.isNumeric(dataset))) {
                throw new IOException(file + " has no array of numbers " + path + "; there are: "
                        + MatArrays.listShapes(new MatHdf5(hdf, "HDF5").entries()));
            }
            int[] shape = hdf.shape(dataset);
            if (shape.length != 2 && shape.length != 3) {
                throw new IOException(file + " has " + path + " of shape " + Arrays.toString(shape)
                        + ", but (angles, cells) or (angles, rows, cells) is needed");
            }
            boolean plane = shape.length == 2;
            return FramesScan.of(
                            file,
                            "HDF5",
                            hdf.guarded(() -> Hdf5.isInteger(dataset))
                                    ? ScanFile.Quantity.COUNTS
                                    : ScanFile.Quantity.LINE_INTEGRALS,
                            new Hdf5Frames(hdf, dataset, 0, plane ? -1 : 1, plane ? 1 : 2))
                    .withFact(
                            "array",
                            Hdf5.name(dataset) + ", " + Arrays.toString(shape) + " taken as "
                                    + (plane ? "(angles, cells)" : "(angles, rows, cells)"));
        } catch (IOException | RuntimeException e) {
            hdf.close();
            throw e;
        }
    }
}
