package org.preimage.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher adds the Vector API where Java has it and it is fast; a script that prints its arguments stands for Java. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    Path folder;

    private Path launcher;
    private Path jar;
    private String said;

    @BeforeEach
    void copyTheLauncher() throws IOException {
        // With blanks, as in "Program Files".
        launcher = Files.createDirectories(folder.resolve("a copy/bin")).resolve("preimage");
        Files.copy(Path.of("bin/preimage"), launcher);
        jar = Files.createDirectories(folder.resolve("a copy/target")).resolve("preimage.jar");
        Files.createFile(jar);
    }

    private Path javaWithModule(String module) throws IOException {
        Path home = folder.resolve("jdk");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(
                java,
                "#!/bin/sh\nif [ \"$1\" = --list-modules ]; then echo java.base@1; echo " + module
                        + "; exit; fi\nfor a in \"$@\"; do printf '[%s]' \"$a\"; done\nexit 7\n");
        assertTrue(java.toFile().setExecutable(true));
        return home;
    }

    private int run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(k -> k.startsWith("PREIMAGE_") || k.equals("JAVA_OPTS"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return process.exitValue();
    }

    @Test
    void newerJavaGetsTheModule() throws Exception {
        String home = javaWithModule("jdk.incubator.vector@25.0.3").toString();
        int exit = run(Map.of("JAVA_HOME", home, "JAVA_OPTS", "-Xmx1g -Da=b"), "data", "my scan.h5");
        assertEquals(7, exit, "the exit code is Java's");
        assertEquals(
                "[--enable-native-access=ALL-UNNAMED][--add-modules][jdk.incubator.vector][-Xmx1g][-Da=b][-cp]["
                        + jar.toRealPath() + "][org.preimage.examples.cli.Main][data][my scan.h5]",
                said);
    }

    @Test
    void javaThatIsSlowWithItOrLacksItDoesNot() throws Exception {
        for (String module : new String[] {"jdk.incubator.vector@17.0.15", "jdk.incubator.foreign@25"}) {
            run(Map.of("JAVA_HOME", javaWithModule(module).toString()), "--version");
            assertTrue(
                    said.startsWith("[--enable-native-access=ALL-UNNAMED][-cp]") && said.endsWith("[--version]"), said);
        }
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        assertEquals(2, run(Map.of("JAVA_HOME", folder.resolve("none").toString())));
        assertTrue(said.contains("bin/java cannot be run"), said);
        Files.delete(jar);
        assertEquals(2, run(Map.of()));
        assertTrue(said.contains("preimage.jar is missing"), said);
    }
}
