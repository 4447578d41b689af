package org.preimage.operators.file;

import io.jhdf.api.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The arrays of an HDF5 file: of MATLAB 7.3, or of another program. */
final class MatHdf5 implements MatArrays {
    private final Hdf5 hdf;
    private final String format;
    private final List<Dataset> datasets = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    MatHdf5(Hdf5 hdf, String format) throws IOException {
        this.hdf = hdf;
        this.format = format;
        for (Dataset dataset : hdf.all()) {
            String path = Hdf5.name(dataset);
            // What cells refer to is kept under names that MATLAB does not show.
            if (path.startsWith("/#")) {
                continue;
            }
            int[] shape = hdf.guarded(dataset::getDimensions);
            boolean text = hdf.attribute(dataset, "MATLAB_class").equals("char");
            boolean numbers = hdf.guarded(() -> Hdf5.isNumeric(dataset)) && shape.length > 0;
            Kind kind = text ? Kind.TEXT : numbers ? Kind.NUMBERS : Kind.OTHER;
            String type = numbers ? hdf.guarded(() -> Hdf5.type(dataset)) : "";
            entries.add(new Entry(path, shape, kind, type, datasets.size()));
            datasets.add(dataset);
        }
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public double[] numbers(Entry entry) throws IOException {
        return hdf.numbers(datasets.get(entry.index()));
    }

    @Override
    public String text(Entry entry) throws IOException {
        StringBuilder text = new StringBuilder();
        for (double c : numbers(entry)) {
            text.append((char) c);
        }
        return text.toString();
    }

    @Override
    public Frames frames(Entry entry, int frameAxis, int rowAxis, int cellAxis) throws IOException {
        return new Hdf5Frames(hdf, datasets.get(entry.index()), frameAxis, rowAxis, cellAxis);
    }

    @Override
    public void close() throws IOException {
        hdf.close();
    }
}
