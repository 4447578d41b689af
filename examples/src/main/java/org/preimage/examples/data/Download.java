package org.preimage.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.preimage.operators.raw.Digest;

/** Fetches data sets into a folder. A file is there whole and with the right sha256, or not at all. */
public final class Download {
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private Download() {}

    /** The cache that the environment variable PREIMAGE_CACHE names, or .cache/preimage in the user's home. */
    public static Path defaultCache() {
        String named = System.getenv("PREIMAGE_CACHE");
        return named != null && !named.isBlank()
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), ".cache", "preimage");
    }

    /** Where a data set stands in a cache, if it stands there whole. */
    public static boolean isCached(DataSet set, Path cache) throws IOException {
        Path file = cache.resolve(set.file());
        return Files.isRegularFile(file)
                && Files.size(file) == set.bytes()
                && Digest.sha256(file).equals(set.sha256());
    }

    /**
     * The file of a data set, fetched unless the cache has it.
     *
     * @param set what to fetch
     * @param cache the folder; made if missing
     * @param cancelled asked while bytes arrive
     * @throws IOException with one sentence, if the origin cannot be reached, does not give the file, or gives other bytes
     * @throws CancellationException if cancelled
     */
    public static Path fetch(DataSet set, Path cache, BooleanSupplier cancelled) throws IOException {
        Path file = cache.resolve(set.file());
        if (isCached(set, cache)) {
            return file;
        }
        Path part;
        try {
            Files.createDirectories(cache);
            part = Files.createTempFile(cache, "." + set.file() + "-", ".part");
        } catch (IOException e) {
            throw new IOException("cannot write to the cache " + cache + "; name another one with --cache", e);
        }
        try {
            receive(set, part, cancelled);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void receive(DataSet set, Path part, BooleanSupplier cancelled) throws IOException {
        String failure = "cannot fetch " + set.name() + " from " + set.url() + ": ";
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT)
                .build();
        HttpResponse<InputStream> response;
        try {
            response = client.send(
                    HttpRequest.newBuilder(set.url()).timeout(ANSWER).build(),
                    HttpResponse.BodyHandlers.ofInputStream());
        } catch (ConnectException | UnknownHostException | HttpTimeoutException e) {
            throw new IOException(failure + "the server cannot be reached; is this machine online?", e);
        } catch (IOException e) {
            throw new IOException(failure + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(failure + "interrupted");
        }
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException(failure + "the server answered " + response.statusCode());
        }
        MessageDigest digest = Digest.create();
        long received = 0;
        try (InputStream in = response.body();
                OutputStream out = Files.newOutputStream(part)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException();
                }
                received += n;
                if (received > set.bytes()) {
                    throw new IOException("the server gives more than the " + set.bytes() + " bytes expected");
                }
                digest.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new IOException(failure + e.getMessage(), e);
        }
        if (received < set.bytes()) {
            throw new IOException(failure + "the download ended after " + received + " of " + set.bytes() + " bytes");
        }
        String found = Digest.text(digest);
        if (!found.equals(set.sha256())) {
            throw new IOException(
                    failure + "its sha256 is " + found + ", but must be " + set.sha256() + "; the file was not kept");
        }
    }
}
