package org.preimage.operators.tomography;

import java.util.Arrays;
import java.util.Locale;
import org.preimage.operators.space.Space;

/**
 * Which arithmetic the parallel beam runs on: plain Java, always there, or the Vector API, several times as fast where
 * Java compiles it well.
 *
 * <p>The Vector API is the incubating module {@value #MODULE}, which Java loads only when started with {@code --add-modules
 * jdk.incubator.vector}. From Java 25 on it is used if it is there and vectors have 256 bits or more. In Java 21 to 24 the
 * two are timed at first use, some tenths of a second. Before Java 21 plain Java is faster. The system property {@value
 * #PROPERTY}, {@code plain} or {@code vector}, overrules that; it is read whenever a projector is made.
 */
public final class Kernels {
    /** System property that forces a kernel. */
    public static final String PROPERTY = "preimage.kernel";

    private static final String MODULE = "jdk.incubator.vector";

    /** Short vectors gain nothing. */
    private static final int ENOUGH_BITS = 256;

    private static final int MEASURED_FROM = 21;
    private static final int TRUSTED_FROM = 25;

    private record Choice(ParallelKernel kernel, String description) {}

    private static Choice automatic;

    private Kernels() {}

    /**
     * The kernel in use and why, for reports: "plain Java: ..." or "vectors of 512 bits: ...".
     *
     * @throws IllegalArgumentException if the system property asks for what there is not
     */
    public static String description() {
        return choice().description;
    }

    /** The fastest kernel for this machine. */
    static ParallelKernel best() {
        return choice().kernel;
    }

    private static Choice choice() {
        String forced = System.getProperty(PROPERTY);
        return forced == null ? automatic() : choose(forced, Runtime.version().feature(), isThere());
    }

    private static synchronized Choice automatic() {
        if (automatic == null) {
            automatic = choose(null, Runtime.version().feature(), isThere());
        }
        return automatic;
    }

    /** Whether Java was started with the module of the Vector API. */
    static boolean isThere() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** What would be chosen, said as in {@link #description}. */
    static String describe(String forced, int java, boolean there) {
        return choose(forced, java, there).description;
    }

    private static Choice choose(String forced, int java, boolean there) {
        if ("vector".equals(forced)) {
            if (!there) {
                throw new IllegalArgumentException("system property " + PROPERTY
                        + " is \"vector\", but Java must be started with --add-modules " + MODULE + " for that");
            }
            return vector("asked for by " + PROPERTY);
        }
        if ("plain".equals(forced)) {
            return plain("asked for by " + PROPERTY);
        }
        if (forced != null) {
            throw new IllegalArgumentException(
                    "system property " + PROPERTY + " is \"" + forced + "\", but must be plain or vector");
        }
        if (java < MEASURED_FROM) {
            return plain("faster than the Vector API in Java " + java);
        }
        if (!there) {
            return plain("--add-modules " + MODULE + " would make it faster");
        }
        int bits = bits();
        if (bits < ENOUGH_BITS) {
            return plain("vectors of this machine have " + bits + " bits only");
        }
        // GraalVM's compiler is another one.
        boolean trusted = java >= TRUSTED_FROM
                && !System.getProperty("java.vm.version", "").contains("jvmci");
        if (trusted) {
            return vector("Java " + java);
        }
        double gain = gain();
        String measured = String.format(Locale.ROOT, "measured %.1f times the speed of plain Java", gain);
        return gain > 1 ? vector(measured) : plain("vectors " + measured);
    }

    private static Choice plain(String why) {
        return new Choice(PlainKernel.INSTANCE, "plain Java: " + why);
    }

    private static Choice vector(String why) {
        return new Choice(vectorKernel(), "vectors of " + bits() + " bits: " + why);
    }

    /**
     * The kernel with the Vector API, whether it is fast or not.
     *
     * @throws IllegalStateException if the module is not there
     */
    static ParallelKernel vectorKernel() {
        return new VectorKernel(PlainKernel.INSTANCE, vectorSums());
    }

    private static int bits() {
        return vectorSums().lanes() * Float.SIZE;
    }

    /** By its name: the class cannot be linked without the module. */
    private static Sums vectorSums() {
        try {
            return (Sums) Class.forName(Kernels.class.getPackageName() + ".VectorSums")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IllegalStateException("the Vector API cannot be used: " + e, e);
        }
    }

    /** How many times as fast as plain Java the Vector API is here, both warm, on a small problem. */
    static double gain() {
        Rays rays = new Rays(ParallelBeam.halfTurn(Space.image(128, 128, 1), 183, 1, 64));
        float[] image = new float[rays.nx * rays.ny];
        float[] sinogram = new float[rays.detectors * rays.views];
        Arrays.fill(sinogram, 1);
        ParallelKernel[] kernels = {PlainKernel.INSTANCE, vectorKernel()};
        long[] best = {Long.MAX_VALUE, Long.MAX_VALUE};
        long end = System.nanoTime() + 300_000_000L;
        // In turn, so that both see the same load of the machine.
        while (System.nanoTime() < end) {
            for (int k = 0; k < 2; k++) {
                long begin = System.nanoTime();
                kernels[k].adjoint(rays, sinogram, image);
                best[k] = Math.min(best[k], System.nanoTime() - begin);
            }
        }
        return (double) best[0] / best[1];
    }
}
