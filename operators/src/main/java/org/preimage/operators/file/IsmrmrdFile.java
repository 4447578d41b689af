package org.preimage.operators.file;

import io.jhdf.api.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.preimage.operators.file.IsmrmrdReadout.Purpose;
import org.preimage.operators.mri.SamplingMask;
import org.preimage.operators.mri.Trajectory;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Raw data in the format of the ISMRM (S. J. Inati et al., "ISMRM Raw data format: A proposed standard for MRI raw datasets", Magn.
 * Reson. Med. 77, 2017): an HDF5 group with an XML header "xml" and a table of readouts "data".
 *
 * <p>Of readouts flagged otherwise than imaging, noise and parallel calibration are used, the others are left out and counted in
 * {@link #facts}. Lines for calibration alone join the k-space where no imaging readout lies, unless the header calls them
 * separate. Reversed readouts are turned round, without a correction of their phase. Readouts of an encoding space other than the
 * first imaging readout's are left out.
 */
final class IsmrmrdFile implements KSpaceFile {
    static final String FORMAT = "ISMRMRD HDF5";

    /** Nobody measures less than a 256th of k-space: what claims so is damaged. */
    private static final long SPARSE = 256;

    private final Path file;
    private final Hdf5 hdf;
    private final IsmrmrdHeader header;
    private final IsmrmrdTable table;
    private final IsmrmrdEncoding encoding;
    private final IsmrmrdReadout first;
    private final List<IsmrmrdReadout> used = new ArrayList<>();
    private final IsmrmrdGrid grid;
    private final IsmrmrdShots shots;
    private final KSpaceFrame counts;

    private IsmrmrdFile(Path file, Hdf5 hdf, String group) throws IOException {
        this.file = file;
        this.hdf = hdf;
        String folder = group(hdf, group);
        hdf.requireWhole();
        this.header = IsmrmrdHeader.parse(file, hdf.text(hdf.find(folder + "/xml")));
        this.table = new IsmrmrdTable(hdf, hdf.find(folder + "/data"));
        this.first = table.readouts().stream()
                .filter(r -> r.purpose() == Purpose.IMAGING)
                .findFirst()
                .orElseThrow(() -> new IOException(file + " has no readout for imaging among "
                        + table.readouts().size()));
        if (first.encoding() >= header.encodings().size()) {
            throw new IOException(
                    file + " contradicts itself: readout " + first.index() + " is of encoding space " + first.encoding()
                            + ", but the header has " + header.encodings().size());
        }
        this.encoding = header.encodings().get(first.encoding());
        collect();
        this.counts = counted();
        requirePlausible();
        this.grid = new IsmrmrdGrid(file, encoding);
        this.shots = encoding.isCartesian()
                ? null
                : new IsmrmrdShots(file, encoding, table, readouts(first.frame(), Purpose.IMAGING));
    }

    /** Opens a file; {@code group} is null if it need not be named. */
    static IsmrmrdFile open(Path file, String group) throws IOException {
        Hdf5 hdf = new Hdf5(file);
        try {
            return new IsmrmrdFile(file, hdf, group);
        } catch (IOException | RuntimeException e) {
            hdf.close();
            throw e;
        }
    }

    /** Whether a file has a group of such raw data, or one of this name. */
    static boolean hasGroup(Path file, String group) throws IOException {
        try (Hdf5 hdf = new Hdf5(file)) {
            return group == null ? !groups(hdf).isEmpty() : isGroup(hdf, group);
        }
    }

    private static boolean isGroup(Hdf5 hdf, String group) throws IOException {
        Dataset data = hdf.find(group + "/data");
        return hdf.find(group + "/xml") != null && data != null && hdf.guarded(data::isCompound);
    }

    private static List<String> groups(Hdf5 hdf) throws IOException {
        if (isGroup(hdf, "/dataset")) {
            return List.of("/dataset");
        }
        List<String> found = new ArrayList<>();
        for (Dataset dataset : hdf.all()) {
            String path = hdf.guarded(dataset::getPath);
            if (path.endsWith("/xml") && isGroup(hdf, path.substring(0, path.length() - 4))) {
                found.add(path.substring(0, path.length() - 4));
            }
        }
        return found;
    }

    private static String group(Hdf5 hdf, String wanted) throws IOException {
        if (wanted != null) {
            if (!isGroup(hdf, wanted)) {
                throw new IOException(hdf.file() + " has no ISMRMRD group " + wanted
                        + ": that holds the data sets \"xml\" and \"data\"");
            }
            return wanted;
        }
        List<String> groups = groups(hdf);
        if (groups.isEmpty()) {
            throw new IOException(hdf.file()
                    + " is HDF5, but not ISMRMRD: no group of it holds the data sets \"xml\" and" + " \"data\"");
        }
        if (groups.size() > 1) {
            throw new IOException(hdf.file() + " has several ISMRMRD groups: name one as "
                    + hdf.file().getFileName() + ":/GROUP; there are: "
                    + String.join(", ", groups).replaceAll("[^\\x20-\\x7e]", "?"));
        }
        return groups.get(0);
    }

    /** Finds the readouts that are data, and checks that they have the same channels. */
    private void collect() throws IOException {
        for (IsmrmrdReadout readout : table.readouts()) {
            Purpose purpose = readout.purpose();
            boolean data = (purpose == Purpose.IMAGING || purpose == Purpose.CALIBRATION)
                    && readout.encoding() == first.encoding();
            if ((data || purpose == Purpose.NOISE) && readout.channels() != first.channels()) {
                throw new IOException(file + " contradicts itself: readout " + readout.index() + " has "
                        + readout.channels() + " channels, but readout " + first.index() + " has "
                        + first.channels());
            }
            if (data) {
                used.add(readout);
            }
        }
    }

    private KSpaceFrame counted() {
        int[] most = new int[5];
        for (IsmrmrdReadout readout : used) {
            KSpaceFrame f = readout.frame();
            int[] values = {f.slice(), f.contrast(), f.phase(), f.repetition(), f.set()};
            for (int i = 0; i < most.length; i++) {
                most[i] = Math.max(most[i], values[i] + 1);
            }
        }
        return new KSpaceFrame(most[0], most[1], most[2], most[3], most[4]);
    }

    private void requirePlausible() throws IOException {
        for (IsmrmrdEncoding.Grid g : List.of(encoding.encoded(), encoding.recon())) {
            double points = 1;
            for (int n : g.matrix()) {
                points *= n;
            }
            if (points * first.channels() * 8 > (double) SPARSE * hdf.length()
                    || points * first.channels() * 2 > Integer.MAX_VALUE - 8) {
                throw new IOException(file + " is damaged or too large: its matrix of " + g.words() + " with "
                        + first.channels() + " channels does not go with " + hdf.length() + " bytes");
            }
        }
    }

    private List<IsmrmrdReadout> readouts(KSpaceFrame frame, Purpose purpose) {
        return used.stream()
                .filter(r -> r.purpose() == purpose && r.frame().equals(frame))
                .toList();
    }

    private List<IsmrmrdReadout> imaging(KSpaceFrame frame) throws IOException {
        frame.requireWithin(counts);
        List<IsmrmrdReadout> readouts = readouts(frame, Purpose.IMAGING);
        if (readouts.isEmpty()) {
            throw new IOException(file + " has no readout for imaging of " + frame);
        }
        return readouts;
    }

    /** Imaging readouts, and calibration lines where none of these lies. */
    private List<IsmrmrdReadout> lines(KSpaceFrame frame) throws IOException {
        List<IsmrmrdReadout> lines = new ArrayList<>(imaging(frame));
        if (encoding.calibrationMode().equals("separate")
                || encoding.calibrationMode().equals("external")) {
            return lines;
        }
        Set<Integer> taken = new HashSet<>();
        for (IsmrmrdReadout readout : lines) {
            taken.add(grid.line(readout));
        }
        for (IsmrmrdReadout readout : readouts(frame, Purpose.CALIBRATION)) {
            if (!taken.contains(grid.line(readout))) {
                lines.add(readout);
            }
        }
        return lines;
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean isDeclared() {
        return true;
    }

    @Override
    public boolean isCartesian() {
        return encoding.isCartesian();
    }

    @Override
    public Optional<Space> image() {
        return Optional.of((isCartesian() ? encoding.encoded() : encoding.recon()).image());
    }

    @Override
    public boolean pixelIsStated() {
        return (isCartesian() ? encoding.encoded() : encoding.recon()).isMeasured();
    }

    @Override
    public double oversampling() {
        return isCartesian() ? encoding.oversampling() : 1;
    }

    @Override
    public int coils() {
        return first.channels();
    }

    @Override
    public KSpaceFrame counts() {
        return counts;
    }

    @Override
    public Image kspace(KSpaceFrame frame) throws IOException {
        if (isCartesian()) {
            return grid.kspace(table, lines(frame), coils());
        }
        List<IsmrmrdReadout> readouts = imaging(frame);
        table.requirePresent(readouts);
        Axis samples = new Axis(Role.SAMPLE, readouts.get(0).used());
        Axis each = new Axis(Role.SHOT, readouts.size());
        return shots.data(readouts, new Space(List.of(samples, each, new Axis(Role.COIL, coils())), Field.COMPLEX));
    }

    @Override
    public SamplingMask mask(KSpaceFrame frame) throws IOException {
        if (!isCartesian()) {
            throw new IllegalArgumentException(
                    file + " holds data along a trajectory (" + encoding.trajectory() + "), of which there is no mask");
        }
        return grid.mask(lines(frame));
    }

    @Override
    public Optional<Trajectory> trajectory(KSpaceFrame frame) throws IOException {
        List<IsmrmrdReadout> readouts = imaging(frame);
        if (isCartesian()) {
            return Optional.empty();
        }
        table.requirePresent(readouts);
        return Optional.of(shots.trajectory(readouts));
    }

    @Override
    public Optional<Image> calibration(KSpaceFrame frame) throws IOException {
        frame.requireWithin(counts);
        List<IsmrmrdReadout> lines = used.stream()
                .filter(r -> r.calibrates() && r.frame().equals(frame))
                .toList();
        return lines.isEmpty() || !isCartesian() ? Optional.empty() : Optional.of(grid.kspace(table, lines, coils()));
    }

    @Override
    public Optional<Image> noise() throws IOException {
        List<IsmrmrdReadout> readouts = table.readouts().stream()
                .filter(r -> r.purpose() == Purpose.NOISE)
                .toList();
        if (readouts.isEmpty()) {
            return Optional.empty();
        }
        table.requirePresent(readouts);
        int samples = readouts.stream().mapToInt(IsmrmrdReadout::used).sum();
        Space space = Space.of(new Axis(Role.SAMPLE, samples), new Axis(Role.COIL, coils()))
                .complex();
        float[] out = space.zeros();
        int at = 0;
        for (IsmrmrdReadout readout : readouts) {
            float[] data = table.data(readout);
            for (int c = 0; c < coils(); c++) {
                System.arraycopy(
                        data,
                        2 * (c * readout.samples() + readout.discardPre()),
                        out,
                        2 * (c * samples + at),
                        2 * readout.used());
            }
            at += readout.used();
        }
        return Optional.of(new Image(space, out));
    }

    @Override
    public Map<String, String> facts() {
        return new IsmrmrdFacts(header, encoding, first, coils())
                .all(
                        table.readouts(),
                        shots == null ? "" : ", stored in " + shots.unit().words());
    }

    @Override
    public void close() throws IOException {
        hdf.close();
    }
}
