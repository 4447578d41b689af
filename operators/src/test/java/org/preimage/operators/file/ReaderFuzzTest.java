package org.preimage.operators.file;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/**
 * Damaged files of every format go through every reader. Each must give a result, or an IOException or
 * IllegalArgumentException of one line, in less than {@value #LIMIT_SECONDS} s of CPU time, allocating less than
 * {@value #LIMIT_MEGABYTES} MB.
 *
 * <p>The system property {@code preimage.fuzz.seconds} says how long this takes in sum over all formats and both threads,
 * {@code preimage.fuzz.seed} where the random numbers start, {@code preimage.fuzz.kind} which formats, by the beginning of
 * their names here; a failure prints the input in Base64.
 */
class ReaderFuzzTest {
    private static final int LIMIT_SECONDS = 5;
    private static final int LIMIT_MEGABYTES = 256;
    private static final int THREADS = 2;

    private static final com.sun.management.ThreadMXBean JVM =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    /** What reads a file. */
    interface Reader {
        void read(Path file) throws IOException;
    }

    /** A valid file, which is damaged, and what reads it. Beside it in its folder lie others that are not. */
    record Seed(String name, Path file, byte[] bytes, Reader reader) {}

    /** What a thread is doing. */
    private static final class Worker {
        private final Thread thread;
        private volatile byte[] input = {};
        private volatile Seed seed;
        private volatile long startCpu;
        private volatile long inputs;
        private volatile long refused;

        Worker(Runnable run) {
            thread = new Thread(run);
            thread.setDaemon(true);
        }
    }

    private static void scan(Path file) throws IOException {
        try (ScanFile scan = ScanFiles.open(file)) {
            use(scan);
        }
    }

    /** A folder, by what is in it. */
    private static void scanFolder(Path file) throws IOException {
        scan(file.getParent());
    }

    private static void use(ScanFile scan) throws IOException {
        int last = scan.rows() - 1;
        assertTrue(scan.cells() > 0
                && scan.rows() > 0
                && scan.views() > 0
                && !scan.format().isEmpty());
        scan.projections(0, 1);
        scan.projections(last, 1);
        scan.flats(last, 1);
        scan.darks(last, 1);
        scan.angles().ifPresent(a -> assertTrue(a.length == scan.views()));
        scan.beam().ifPresent(b -> assertTrue(b.views() == scan.views()));
        scan.facts().forEach((name, fact) -> assertTrue(!fact.contains("\n"), fact));
    }

    private static void kspace(Path file) throws IOException {
        try (KSpaceFile scan = KSpaceFiles.open(file)) {
            KSpaceFrame counts = scan.counts();
            KSpaceFrame last = new KSpaceFrame(
                    counts.slice() - 1,
                    counts.contrast() - 1,
                    counts.phase() - 1,
                    counts.repetition() - 1,
                    counts.set() - 1);
            assertTrue(scan.coils() > 0 && !scan.format().isEmpty());
            scan.facts().forEach((name, fact) -> assertTrue(!fact.contains("\n"), fact));
            for (KSpaceFrame frame : List.of(KSpaceFrame.FIRST, last)) {
                scan.noise();
                scan.calibration(frame);
                Image data = scan.kspace(frame);
                if (scan.isCartesian()) {
                    assertTrue(scan.mask(frame).space().points() * scan.coils()
                            == data.space().points());
                } else {
                    scan.trajectory(frame)
                            .ifPresent(t -> assertTrue(
                                    t.count() * scan.coils() == data.space().points()));
                }
            }
        }
    }

    /** Two images of 4 x 4 bytes. */
    private static Path idx(Path file) throws IOException {
        byte[] bytes = new byte[16 + 2 * 16];
        byte[] head = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 4};
        System.arraycopy(head, 0, bytes, 0, head.length);
        return Files.write(file, bytes);
    }

    private List<Seed> seeds() throws IOException {
        List<Seed> seeds = new ArrayList<>();
        ByteOrder little = ByteOrder.LITTLE_ENDIAN;
        ByteOrder big = ByteOrder.BIG_ENDIAN;
        add(seeds, "npy-c", Samples.npy(in("npy-c", "a.npy"), false), ReaderFuzzTest::scan);
        add(seeds, "npy-fortran", Samples.npy(in("npy-f", "a.npy"), true), ReaderFuzzTest::scan);
        add(seeds, "npy-image", Samples.npy(in("npy-i", "a.npy"), false), ImageFiles::read);
        add(seeds, "idx", idx(in("idx", "a.idx3-ubyte")), Idx::read);
        add(seeds, "dxchange", Samples.dxchange(in("dx", "a.h5"), false), ReaderFuzzTest::scan);
        add(seeds, "dxchange-packed", Samples.dxchange(in("dxp", "a.h5"), true), ReaderFuzzTest::scan);
        add(seeds, "hdf5-old", old(in("dxo", "a.h5")), ReaderFuzzTest::scan);
        add(seeds, "hdf5-array", old(in("dxa", "a.h5")), f -> {
            try (ScanFile s = ScanFiles.open(f, "/exchange/data_white")) {
                use(s);
            }
        });
        add(seeds, "mat73-stack", Samples.mat73Stack(in("m73s", "a.mat")), ReaderFuzzTest::scan);
        add(seeds, "mat73-fan", Samples.mat73Fan(in("m73f", "a.mat")), ReaderFuzzTest::scan);
        add(seeds, "mat5", Samples.mat5Fan(in("m5", "a.mat"), false, little), ReaderFuzzTest::scan);
        add(seeds, "mat5-big-endian", Samples.mat5Fan(in("m5b", "a.mat"), false, big), ReaderFuzzTest::scan);
        add(seeds, "mat5-packed", Samples.mat5Fan(in("m5p", "a.mat"), true, little), ReaderFuzzTest::scan);
        add(seeds, "tiff", Samples.tiff(in("t", "a.tif"), false, little, 3, 0, 4), ReaderFuzzTest::scan);
        add(seeds, "tiff-image", Samples.tiff(in("ti", "a.tif"), false, big, 1, 0, 2), ImageFiles::read);
        add(seeds, "bigtiff", Samples.tiff(in("tb", "a.tif"), true, little, 2, 0, 4), ReaderFuzzTest::scan);
        for (String packing : new String[] {"LZW", "ZLib", "PackBits"}) {
            Path file = in("t" + packing, "a.tif");
            JavaTiff.write(file, packing, 40, 30, 2);
            add(seeds, "tiff-" + packing, file, ReaderFuzzTest::scan);
        }
        Samples.nikon(in("nikon", "x").getParent(), "");
        add(seeds, "xtekct", in("nikon", "part.xtekct"), ReaderFuzzTest::scan);
        Samples.nikon(in("nikon2", "x").getParent(), "");
        add(seeds, "xtekct-tiff", in("nikon2", "part_9.tif"), ReaderFuzzTest::scanFolder);
        Samples.nikon(in("nikon3", "x").getParent(), "ObjectTilt=1\r\n");
        Path list = in("nikon3", "_ctdata.txt");
        Files.writeString(list, "Projection\tAngle(deg)\n1\t0.5\n2\t72.5\n3\t144.5\n4\t217\n5\t288.5\n");
        add(seeds, "xtekct-angles", list, ReaderFuzzTest::scanFolder);
        for (int k = 0; k < Samples.VIEWS; k++) {
            Samples.tiff(in("folder", "p" + k + ".tif"), false, little, 4, k, 1);
        }
        Samples.tiff(in("folder", "flat.tif"), true, big, 4, 0, 2);
        Path angles = Files.writeString(in("folder", "angles.txt"), "0 30 60 95 130\n");
        add(seeds, "folder-flat", in("folder", "flat.tif"), ReaderFuzzTest::scanFolder);
        Samples.tiff(in("folder2", "p.tif"), false, little, 4, 0, Samples.VIEWS);
        add(seeds, "folder-angles", Files.copy(angles, in("folder2", "angles.txt")), ReaderFuzzTest::scanFolder);
        String explicit = "1.2.840.10008.1.2.1";
        add(seeds, "dicom", Samples.dicom(in("dcm", "a"), true, 0, explicit), DicomSeries::read);
        add(seeds, "dicom-implicit", Samples.dicom(in("dci", "a"), false, 0, "1.2.840.10008.1.2"), DicomSeries::read);
        Samples.dicom(in("dcs", "b"), true, 1, explicit);
        Samples.dicom(in("dcs", "c"), true, 2, explicit);
        Path slice = Samples.dicom(in("dcs", "a"), true, 0, explicit);
        add(seeds, "dicom-series", slice, f -> DicomSeries.read(f.getParent()));
        Image picture = Image.zeros(Space.image(9, 7, 1));
        for (int i = 0; i < 63; i++) {
            picture.data()[i] = i * i;
        }
        Png.write(in("png", "a.png"), picture);
        add(seeds, "png", in("png", "a.png"), ImageFiles::read);
        Image raw = new Image(
                Space.of(new Axis(Role.KX, 9), new Axis(Role.KY, 7), new Axis(Role.COIL, 2), new Axis(Role.TIME, 3))
                        .complex(),
                new float[2 * 9 * 7 * 2 * 3]);
        Arrays.fill(raw.data(), 1);
        Cfl.write(in("cfl", "a.cfl"), raw);
        add(seeds, "kspace-cfl", in("cfl", "a.cfl"), ReaderFuzzTest::kspace);
        Cfl.write(in("hdr", "a.cfl"), raw);
        add(seeds, "kspace-hdr", in("hdr", "a.hdr"), ReaderFuzzTest::kspace);
        Cfl.write(in("hdi", "a.cfl"), raw);
        add(seeds, "kspace-hdr-image", in("hdi", "a.hdr"), Cfl::read);
        Npy.write(in("knpy", "a.npy"), new Image(Space.volume(4, 3, 2, 1).complex(), new float[48]));
        add(seeds, "kspace-npy", in("knpy", "a.npy"), f -> KSpaceFiles.open(f).kspace(KSpaceFrame.FIRST));
        Path grid = IsmrmrdSample.accelerated(in("mrd", "a.h5")).write();
        add(seeds, "kspace-ismrmrd", grid, ReaderFuzzTest::kspace);
        Path stack = IsmrmrdSample.stack(in("mrds", "a.h5")).write();
        add(seeds, "kspace-ismrmrd-stack", stack, ReaderFuzzTest::kspace);
        Path radial = IsmrmrdSample.coordinates(in("mrdr", "a.h5"))
                .header("<trajectory>cartesian</trajectory>", "<trajectory>radial</trajectory>")
                .write();
        add(seeds, "kspace-ismrmrd-radial", radial, ReaderFuzzTest::kspace);
        return seeds;
    }

    private Path in(String sub, String name) throws IOException {
        return Files.createDirectories(folder.resolve(sub)).resolve(name);
    }

    private static Path old(Path file) throws IOException {
        try (InputStream in = ReaderFuzzTest.class.getResourceAsStream("hdf5-1.0-format.h5")) {
            return Files.write(file, in.readAllBytes());
        }
    }

    private static void add(List<Seed> seeds, String name, Path file, Reader reader) throws IOException {
        // A seed that is not readable would test nothing.
        reader.read(file);
        seeds.add(new Seed(name, file, Files.readAllBytes(file), reader));
    }

    @Test
    void damagedFilesEndInAResultOrOneSentence() throws Exception {
        double seconds = Double.parseDouble(System.getProperty("preimage.fuzz.seconds", "60"));
        String kind = System.getProperty("preimage.fuzz.kind", "");
        List<Seed> seeds =
                seeds().stream().filter(s -> s.name().startsWith(kind)).toList();
        double slice = seconds / seeds.size();
        AtomicInteger next = new AtomicInteger();
        AtomicReference<String> failure = new AtomicReference<>();
        List<Worker> workers = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            AtomicReference<Worker> self = new AtomicReference<>();
            Worker worker = new Worker(() -> {
                for (int i = next.getAndIncrement(); i < seeds.size(); i = next.getAndIncrement()) {
                    fuzz(self.get(), seeds, i, slice, failure);
                }
            });
            self.set(worker);
            workers.add(worker);
        }
        workers.forEach(w -> w.thread.start());
        for (boolean alive = true; alive && failure.get() == null; ) {
            alive = false;
            for (Worker w : workers) {
                w.thread.join(100);
                alive |= w.thread.isAlive();
                // Read once and first: between two inputs it is 0, and all that the thread ever took would count.
                long start = w.startCpu;
                long cpu = JVM.getThreadCpuTime(w.thread.getId()) - start;
                if (w.thread.isAlive() && start > 0 && cpu > LIMIT_SECONDS * 1_000_000_000L) {
                    report(failure, w.seed, w.input, "does not end: " + List.of(w.thread.getStackTrace()), null);
                }
            }
        }
        if (failure.get() != null) {
            fail(failure.get());
        }
        long inputs = workers.stream().mapToLong(w -> w.inputs).sum();
        long refused = workers.stream().mapToLong(w -> w.refused).sum();
        System.err.println("fuzzed " + seeds.size() + " kinds of files with " + inputs + " inputs, of which " + refused
                + " were refused");
        assertTrue(refused > inputs / 10 && refused < inputs - inputs / 50, "the damage is too small or too great");
    }

    private static void fuzz(Worker worker, List<Seed> seeds, int i, double seconds, AtomicReference<String> failure) {
        Seed seed = seeds.get(i);
        byte[] other = seeds.get((i + 1) % seeds.size()).bytes();
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus")
                .create(Long.getLong("preimage.fuzz.seed", 1) * 1000 + i);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        worker.seed = seed;
        long id = Thread.currentThread().getId();
        while (System.nanoTime() < end && failure.get() == null) {
            byte[] input = Mutation.of(seed.bytes(), random.nextInt(8) == 0 ? other : seed.bytes(), random);
            worker.input = input;
            worker.inputs++;
            long bytes = JVM.getThreadAllocatedBytes(id);
            worker.startCpu = JVM.getThreadCpuTime(id);
            Throwable wrong = null;
            String what = null;
            try {
                Files.write(seed.file(), input);
                seed.reader().read(seed.file());
            } catch (IOException | IllegalArgumentException e) {
                worker.refused++;
                String message = String.valueOf(e.getMessage());
                boolean named = e instanceof IllegalArgumentException
                        || message.contains(
                                seed.file().getParent().getFileName().toString());
                boolean oneLine = message.codePoints().noneMatch(c -> c < 32) && message.length() < 1200;
                if (!named || !oneLine || e.getMessage() == null) {
                    wrong = e;
                    what = "has no clear message: " + message;
                }
            } catch (Throwable e) {
                wrong = e;
                what = "ends in " + e;
            }
            long cpu = JVM.getThreadCpuTime(id) - worker.startCpu;
            worker.startCpu = 0;
            long allocated = JVM.getThreadAllocatedBytes(id) - bytes;
            if (what == null && cpu > LIMIT_SECONDS * 1_000_000_000L) {
                what = "takes " + cpu / 1_000_000_000 + " s";
            }
            if (what == null && allocated > (long) LIMIT_MEGABYTES << 20) {
                what = "allocates " + (allocated >> 20) + " MB";
            }
            if (what != null) {
                report(failure, seed, input, what, wrong);
            }
        }
    }

    private static void report(AtomicReference<String> failure, Seed seed, byte[] input, String what, Throwable e) {
        StringBuilder trace = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            trace.append("\n  ").append(t);
            for (int i = 0; i < Math.min(12, t.getStackTrace().length); i++) {
                trace.append("\n    at ").append(t.getStackTrace()[i]);
            }
        }
        failure.compareAndSet(
                null,
                "a damaged file of the kind " + seed.name() + " " + what + trace + "\n"
                        + Base64.getEncoder().encodeToString(input));
    }
}
