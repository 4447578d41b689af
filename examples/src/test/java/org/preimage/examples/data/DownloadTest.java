package org.preimage.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.preimage.operators.raw.Digest;

class DownloadTest {
    private static final byte[] CONTENT = content();

    @TempDir
    Path folder;

    private Path cache;
    private HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();

    private static byte[] content() {
        byte[] bytes = new byte[200_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    @BeforeEach
    void serve() throws IOException {
        cache = folder.resolve("new").resolve("cache");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/good", x -> answer(x, CONTENT.length, CONTENT.length));
        server.createContext("/truncated", x -> answer(x, CONTENT.length, CONTENT.length / 2));
        server.createContext("/short", x -> answer(x, CONTENT.length / 2, CONTENT.length / 2));
        server.createContext("/moved", x -> {
            x.getResponseHeaders().add("Location", "/good");
            x.sendResponseHeaders(302, -1);
            x.close();
        });
        server.start();
    }

    private void answer(HttpExchange exchange, int claimed, int sent) throws IOException {
        requests.incrementAndGet();
        exchange.sendResponseHeaders(200, claimed);
        try (exchange) {
            exchange.getResponseBody().write(CONTENT, 0, sent);
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private DataSet set(String path, String sha256, long bytes) {
        URI url = URI.create("http://localhost:" + server.getAddress().getPort() + path);
        return new DataSet("test", "A test.", "test.bin", url, sha256, bytes, "none", "nobody");
    }

    private DataSet good(String path) {
        return set(path, Digest.sha256(CONTENT), CONTENT.length);
    }

    private String refused(DataSet set) throws IOException {
        String message = assertThrows(IOException.class, () -> Download.fetch(set, cache, () -> false))
                .getMessage();
        try (Stream<Path> left = Files.list(cache)) {
            assertEquals(0, left.count(), "nothing may stay behind");
        }
        assertTrue(message.startsWith("cannot fetch test from " + set.url() + ": "), message);
        assertFalse(message.contains("\n"));
        return message;
    }

    @Test
    void fetchesOnceAndKeeps() throws IOException {
        Path file = Download.fetch(good("/good"), cache, () -> false);
        assertArrayEquals(CONTENT, Files.readAllBytes(file));
        assertEquals(file, Download.fetch(good("/good"), cache, () -> false));
        assertEquals(1, requests.get());
        // A damaged file in the cache does not count.
        Files.write(file, new byte[CONTENT.length]);
        assertArrayEquals(CONTENT, Files.readAllBytes(Download.fetch(good("/good"), cache, () -> false)));
        assertEquals(2, requests.get());
    }

    @Test
    void followsWhereTheServerPoints() throws IOException {
        assertArrayEquals(CONTENT, Files.readAllBytes(Download.fetch(good("/moved"), cache, () -> false)));
    }

    @Test
    void refusesOtherBytes() throws IOException {
        String wanted = "0".repeat(64);
        String message = refused(set("/good", wanted, CONTENT.length));
        assertTrue(message.endsWith(
                "its sha256 is " + Digest.sha256(CONTENT) + ", but must be " + wanted + "; the file was not kept"));
        assertTrue(refused(set("/good", wanted, 1000)).endsWith("the server gives more than the 1000 bytes expected"));
    }

    @Test
    void refusesWhatIsMissingOrCutShort() throws IOException {
        assertTrue(refused(good("/none")).endsWith("the server answered 404"));
        assertTrue(refused(good("/short"))
                .endsWith("the download ended after " + CONTENT.length / 2 + " of " + CONTENT.length + " bytes"));
        refused(good("/truncated"));
    }

    @Test
    void saysThatTheServerIsAway() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        DataSet away = new DataSet(
                "test", "", "t.bin", URI.create("http://localhost:" + free + "/"), "0", 1, "none", "nobody");
        assertTrue(refused(away).endsWith("the server cannot be reached; is this machine online?"));
    }

    @Test
    void stopsWhenCancelled() throws IOException {
        assertThrows(CancellationException.class, () -> Download.fetch(good("/good"), cache, () -> true));
        try (Stream<Path> left = Files.list(cache)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void catalogueIsComplete() {
        for (DataSet set : DataSet.catalogue()) {
            assertTrue(set.sha256().matches("[0-9a-f]{64}"), set.name());
            assertTrue(set.bytes() > 0 && set.url().getScheme().equals("https"), set.name());
            assertFalse(
                    set.licence().isBlank()
                            || set.citation().isBlank()
                            || set.description().isBlank(),
                    set.name());
            assertEquals(set, DataSet.named(set.name()));
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> DataSet.named("gold"))
                .getMessage()
                .startsWith("data set \"gold\" is unknown; there are tooth"));
    }
}
