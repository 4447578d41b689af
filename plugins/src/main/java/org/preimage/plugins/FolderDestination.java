package org.preimage.plugins;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.FloatProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.preimage.operators.file.AtomicFile;

/**
 * Planes in a folder, one TIFF file for each, slice-00001.tif and on, beside a file that says which job they are of: the same job goes on
 * where it stopped, another is refused. The result reads its planes from there when they are shown.
 */
final class FolderDestination implements Destination {
    private static final String JOB = "preimage-job.txt";

    private final Path folder;
    private final Plan plan;
    /** Of planes that were made in this run: the others' are read from their files. */
    private final Map<Integer, Map<String, String>> own = new HashMap<>();

    private int count;

    private FolderDestination(Path folder, Plan plan) {
        this.folder = folder;
        this.plan = plan;
        while (Files.exists(file(plan.channels().size() * (count + 1) - 1))) {
            count++;
        }
    }

    /**
     * Opens a folder, which is made if only it is missing.
     *
     * @param job what the planes depend on, in lines
     * @throws IllegalArgumentException in one sentence, if it cannot be written to, or holds something else
     */
    static FolderDestination open(String folder, Plan plan, String job) {
        try {
            Path path = Path.of(folder.strip());
            if (Files.exists(path) && !Files.isDirectory(path)) {
                throw new IllegalArgumentException("folder " + path + " is a file");
            }
            if (!Files.exists(path)) {
                Path parent = path.toAbsolutePath().getParent();
                if (parent == null || !Files.isDirectory(parent)) {
                    throw new IllegalArgumentException("folder " + path + " lies in a folder that does not exist");
                }
                Files.createDirectory(path);
            }
            Path description = path.resolve(JOB);
            if (Files.exists(description)) {
                if (!Files.readString(description).equals(job)) {
                    throw new IllegalArgumentException("folder " + path
                            + " holds slices of another job (another image or other settings): give an empty folder");
                }
            } else if (!isEmpty(path)) {
                throw new IllegalArgumentException("folder " + path + " is not empty: give an empty or a new one");
            } else {
                AtomicFile.write(description, out -> out.write(job.getBytes(StandardCharsets.UTF_8)));
            }
            return new FolderDestination(path, plan);
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("folder " + folder.strip() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            return !files.iterator().hasNext();
        }
    }

    private Path file(int plane) {
        return folder.resolve(String.format(Locale.ROOT, "slice-%05d.tif", plane + 1));
    }

    @Override
    public void put(int plane, float[] values, Map<String, String> facts) {
        int channels = plan.channels().size();
        int points = plan.width() * plan.height();
        for (int c = 0; c < channels; c++) {
            write(plane * channels + c, Arrays.copyOfRange(values, c * points, (c + 1) * points), facts);
        }
        own.put(plane, facts);
        count = plane + 1;
    }

    private void write(int number, float[] values, Map<String, String> facts) {
        Path file = file(number);
        ImagePlus one =
                new ImagePlus(file.getFileName().toString(), new FloatProcessor(plan.width(), plan.height(), values));
        one.setCalibration(plan.calibration());
        StringBuilder info = new StringBuilder();
        facts.forEach((key, value) -> info.append(key.replace(": ", " "))
                .append(": ")
                .append(value.replaceAll("\\s+", " "))
                .append('\n'));
        one.setProperty("Info", info.toString());
        byte[] tiff = new FileSaver(one).serialize();
        try {
            AtomicFile.write(file, out -> out.write(tiff));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public ImagePlus image(Planes input) {
        return input.with(
                plan.title(),
                new FileStack(
                        plan.width(),
                        plan.height(),
                        count * plan.channels().size(),
                        this::file,
                        i -> plan.label(i, input)),
                plan.channels().size());
    }

    @Override
    public Map<String, String> facts(int plane) {
        if (own.containsKey(plane)) {
            return own.get(plane);
        }
        Map<String, String> facts = new LinkedHashMap<>();
        Object info = FileStack.open(file(plane * plan.channels().size())).getProperty("Info");
        if (info != null) {
            for (String line : info.toString().split("\n")) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    facts.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        }
        return facts;
    }

    @Override
    public String kept() {
        return "are kept in " + folder + "; the same command goes on from there";
    }
}
