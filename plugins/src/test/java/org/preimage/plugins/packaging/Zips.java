package org.preimage.plugins.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What is in jars and zips. */
final class Zips {
    private Zips() {}

    /** Names of all files. */
    static Set<String> entries(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return file.stream()
                    .filter(e -> !e.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Names of all classes, as java/lang/Object.class; those for newer versions of Java count as what they stand for. */
    static Set<String> classes(Path jar) throws IOException {
        return entries(jar).stream()
                .filter(e -> e.endsWith(".class") && !e.endsWith("module-info.class"))
                .map(e -> e.replaceFirst("^META-INF/versions/\\d+/", ""))
                .collect(Collectors.toSet());
    }

    static void unpack(Path zip, Path folder) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (!entry.isDirectory()) {
                    Path to = folder.resolve(entry.getName());
                    Files.createDirectories(to.getParent());
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, to);
                    }
                }
            }
        }
    }
}
