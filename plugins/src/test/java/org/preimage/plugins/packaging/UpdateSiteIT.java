package org.preimage.plugins.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What mvn package lays out for Fiji: only what Fiji lacks, all that commands need, and PyTorch beside it. */
class UpdateSiteIT {
    private static final Path TARGET = Path.of(System.getProperty("preimage.target"));
    private static final Path SITE = TARGET.resolve("update-site");

    private final FijiList fiji;

    @TempDir
    Path folder;

    UpdateSiteIT() throws IOException {
        fiji = new FijiList(TARGET.resolve("fiji.xml"));
    }

    @Test
    void hasOnePluginAndTheJarsOfDjl() throws IOException {
        assertEquals(
                Set.of("preimage-" + System.getProperty("preimage.version") + ".jar"), names(SITE.resolve("plugins")));
        Set<String> jars = names(SITE.resolve("jars"));
        assertEquals(3, jars.size(), jars.toString());
        assertEquals(
                files(SITE),
                Zips.entries(TARGET.resolve("preimage-" + System.getProperty("preimage.version") + "-fiji.zip")));
        Set<String> natives = Zips.entries(TARGET.resolve(System.getProperty("preimage.natives")));
        assertEquals(1, natives.size());
        assertTrue(natives.iterator().next().startsWith("jars/pytorch-native-cpu-"), natives.toString());
    }

    @Test
    void noClassIsFijisOwnOrThereTwice() throws IOException {
        Map<String, Path> own = new HashMap<>();
        for (Path jar : fiji.onClassPath()) {
            for (String name : Zips.classes(jar)) {
                own.put(name, jar);
            }
        }
        for (String known :
                List.of("ij/IJ", "org/scijava/Context", "net/imglib2/RandomAccess", "com/google/gson/Gson")) {
            assertTrue(own.containsKey(known + ".class"), known + " is not known as a class of Fiji");
        }
        Set<String> seen = new HashSet<>();
        for (String jar : files(SITE)) {
            for (String name : Zips.classes(SITE.resolve(jar))) {
                assertNull(own.get(name), jar + " brings " + name + " again");
                assertTrue(seen.add(name), name + " is there twice");
                assertTrue(name.matches("(org/preimage|ai/djl)/.*"), jar + " brings " + name);
            }
        }
    }

    @Test
    void withoutPyTorchClassicalCommandsWorkAndLearnedOnesSayWhatToInstall() throws Exception {
        List<Path> classPath = new ArrayList<>(fiji.onClassPath());
        classPath.addAll(jars(SITE.resolve("plugins")));
        assertNeedsPyTorch(session(classPath));
        // Nor does it help to have DJL without the natives.
        classPath.addAll(jars(SITE.resolve("jars")));
        assertNeedsPyTorch(session(classPath));
    }

    private static void assertNeedsPyTorch(List<String> output) {
        assertTrue(line(output, "classical: ").startsWith("shepp-logan-sinogram-fbp "), output.toString());
        assertTrue(
                line(output, "learned: ")
                        .matches(
                                "Learned CT Reconstruction needs PyTorch, which did not start \\(.+\\): unzip the preimage-pytorch"
                                        + " file for this platform into the folder of Fiji or ImageJ and start it again\\."),
                output.toString());
        assertFalse(output.toString().contains("Exception in"), output.toString());
    }

    @Test
    void withPyTorchANetworkReconstructs() throws Exception {
        Zips.unpack(TARGET.resolve(System.getProperty("preimage.natives")), folder);
        List<Path> classPath = new ArrayList<>(fiji.onClassPath());
        classPath.addAll(jars(SITE.resolve("plugins")));
        classPath.addAll(jars(SITE.resolve("jars")));
        classPath.addAll(jars(folder.resolve("jars")));
        List<String> output = session(classPath);
        String[] learned = line(output, "learned: ").split(" ");
        assertTrue(learned[0].startsWith("shepp-logan-sinogram-"), output.toString());
        double classical = Double.parseDouble(line(output, "classical: ").split(" ")[1]);
        assertEquals(classical, Double.parseDouble(learned[1]), 0.2 * classical, output.toString());
    }

    private List<String> session(List<Path> classPath) throws IOException, InterruptedException, URISyntaxException {
        List<Path> all = new ArrayList<>(classPath);
        all.add(Path.of(FijiSession.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()));
        return Child.java(folder, all, List.of("-Djava.awt.headless=true"), FijiSession.class.getName());
    }

    private static String line(List<String> output, String start) {
        return output.stream()
                .filter(l -> l.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no \"" + start + "\" in " + output))
                .substring(start.length());
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.toList();
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path jar : jars(folder)) {
            names.add(jar.getFileName().toString());
        }
        return names;
    }

    private static Set<String> files(Path folder) throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(Files::isRegularFile)
                    .forEach(f -> files.add(folder.relativize(f).toString().replace('\\', '/')));
        }
        return files;
    }
}
