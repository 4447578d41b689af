package org.preimage.operators.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as text of 64 digits. */
public final class Digest {
    private Digest() {}

    /** A new digest. */
    public static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Its digits; the digest begins anew. */
    public static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of bytes. */
    public static String sha256(byte[] bytes) {
        MessageDigest digest = create();
        digest.update(bytes);
        return text(digest);
    }

    /** Of a file. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = create();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return text(digest);
    }
}
