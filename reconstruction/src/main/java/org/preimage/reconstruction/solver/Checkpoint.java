package org.preimage.reconstruction.solver;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.preimage.operators.file.AtomicFile;

/**
 * The state of an {@link Iteration} in a file, to go on with later exactly as if it had not been interrupted.
 *
 * <p>One walk over a state, {@link Iteration#persist}, serves both ways. Each call names a part of the state; when saving it
 * writes the part, when restoring it fills the array or returns the number that was saved:
 *
 * <pre>
 * c.same("step", step);
 * c.array("x", s.x);
 * s.a = c.number("a", s.a);
 * </pre>
 *
 * <p>A file is written whole or not at all. It ends with a checksum, and is refused where it is damaged, or where names,
 * lengths or parameters are not those of the iteration that reads it.
 */
public abstract class Checkpoint {
    private static final long MAGIC = 0x505245494d414745L;

    private Checkpoint() {}

    /** A parameter that must not differ when the state is restored. */
    public abstract void same(String name, double value);

    /** An array of the state. */
    public abstract void array(String name, float[] values);

    /** A number of the state. */
    public abstract double number(String name, double value);

    /** A whole number of the state. */
    public abstract long count(String name, long value);

    /** A truth value of the state. */
    public final boolean flag(String name, boolean value) {
        return count(name, value ? 1 : 0) != 0;
    }

    /** What went wrong on the way through {@link Iteration#persist}, which declares no exception. */
    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failure(IOException cause) {
            super(cause);
        }

        IOException io() {
            return (IOException) getCause();
        }
    }

    /**
     * Writes a state.
     *
     * @param iteration whose state it is
     * @param state not changed
     * @param file replaced if there is one
     * @throws IOException if the file cannot be written; an old one is then as it was
     */
    public static <S> void save(Iteration<S> iteration, S state, Path file) throws IOException {
        AtomicFile.write(file, raw -> {
            CheckedOutputStream checked = new CheckedOutputStream(raw, new CRC32());
            DataOutputStream out = new DataOutputStream(checked);
            out.writeLong(MAGIC);
            out.writeUTF(iteration.getClass().getName());
            try {
                iteration.persist(state, new Writer(out));
            } catch (Failure e) {
                throw e.io();
            }
            out.writeUTF("");
            out.writeLong(checked.getChecksum().getValue());
            out.flush();
        });
    }

    /**
     * Fills a state from a file.
     *
     * @param iteration the same as the one saved, with the same operators and parameters
     * @param state a fresh state of it; holds a mixture where the file is refused
     * @throws IOException with one sentence, if the file cannot be read, is damaged or belongs to another iteration
     */
    public static <S> void restore(Iteration<S> iteration, S state, Path file) throws IOException {
        try (CheckedInputStream checked = new CheckedInputStream(
                        new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32());
                DataInputStream in = new DataInputStream(checked)) {
            if (in.readLong() != MAGIC) {
                throw new IOException(file + " is not a saved state");
            }
            String saved = in.readUTF();
            if (!saved.equals(iteration.getClass().getName())) {
                throw new IOException(file + " holds the state of " + simple(saved) + ", but "
                        + simple(iteration.getClass().getName()) + " is needed");
            }
            Reader reader = new Reader(file, in);
            try {
                iteration.persist(state, reader);
            } catch (Failure e) {
                throw e.io();
            }
            reader.expect("");
            long sum = checked.getChecksum().getValue();
            if (in.readLong() != sum || in.read() >= 0) {
                throw new IOException(file + " is damaged: its checksum does not fit");
            }
        } catch (EOFException e) {
            throw new IOException(file + " is damaged: it ends too early", e);
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw new IOException("cannot read " + file + ": there is no such file", e);
        }
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static final class Writer extends Checkpoint {
        private final DataOutputStream out;

        Writer(DataOutputStream out) {
            this.out = out;
        }

        private interface Content {
            void write() throws IOException;
        }

        private void part(String name, Content content) {
            try {
                out.writeUTF(name);
                content.write();
            } catch (IOException e) {
                throw new Failure(e);
            }
        }

        @Override
        public void same(String name, double value) {
            part(name, () -> out.writeDouble(value));
        }

        @Override
        public void array(String name, float[] values) {
            part(name, () -> {
                out.writeInt(values.length);
                for (float v : values) {
                    out.writeInt(Float.floatToRawIntBits(v));
                }
            });
        }

        @Override
        public double number(String name, double value) {
            part(name, () -> out.writeDouble(value));
            return value;
        }

        @Override
        public long count(String name, long value) {
            part(name, () -> out.writeLong(value));
            return value;
        }
    }

    private static final class Reader extends Checkpoint {
        private final Path file;
        private final DataInputStream in;

        Reader(Path file, DataInputStream in) {
            this.file = file;
            this.in = in;
        }

        private interface Content<T> {
            T read() throws IOException;
        }

        void expect(String name) throws IOException {
            String found = in.readUTF();
            if (!found.equals(name)) {
                throw new IOException(file + " is damaged or of another version: it holds \"" + found + "\" where \""
                        + name + "\" is needed");
            }
        }

        private <T> T part(String name, Content<T> content) {
            try {
                expect(name);
                return content.read();
            } catch (IOException e) {
                throw new Failure(e);
            }
        }

        @Override
        public void same(String name, double value) {
            double saved = part(name, in::readDouble);
            if (Double.compare(saved, value) != 0) {
                throw new Failure(new IOException(
                        file + " was saved with " + name + " = " + saved + ", but " + value + " is needed"));
            }
        }

        @Override
        public void array(String name, float[] values) {
            part(name, () -> {
                int length = in.readInt();
                if (length != values.length) {
                    throw new IOException(file + " holds " + length + " values of \"" + name + "\", but "
                            + values.length + " are needed");
                }
                for (int i = 0; i < length; i++) {
                    values[i] = Float.intBitsToFloat(in.readInt());
                }
                return null;
            });
        }

        @Override
        public double number(String name, double value) {
            return part(name, in::readDouble);
        }

        @Override
        public long count(String name, long value) {
            return part(name, in::readLong);
        }
    }
}
