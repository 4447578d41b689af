package org.preimage.examples.gallery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.Method;

/** Every example of the gallery runs, at a small size where it has one, draws its picture, and beats the simple image. */
class GalleryTest {
    private static final Path SOURCES = Path.of("src/main/java/org/preimage/examples/gallery");
    private static final List<String> PACKAGES = List.of("tomography", "mri", "restoration", "learned");

    @TempDir
    Path folder;

    /** Name, size, and the decibels by which each of its images is better than the first. */
    static Stream<Arguments> examples() {
        return Stream.of(
                arguments("tomography.AlgebraicReconstruction", "48", 2.5),
                arguments("tomography.AnyPrior", "48", 3.0),
                arguments("tomography.ConeBeamReconstruction", "32", 6.0),
                arguments("tomography.ConjugateGradients", "64", 1.5),
                arguments("tomography.EmissionTomography", "64", 1.0),
                arguments("tomography.FilteredBackprojection", "64", 5.0),
                arguments("tomography.GriddedBackprojection", "64", 8.0),
                arguments("tomography.LandweberIteration", "64", 3.0),
                arguments("tomography.PhotonTotalVariation", "64", 1.0),
                arguments("tomography.Shearlets", "48", 6.0),
                arguments("tomography.SimultaneousIteration", "64", 3.0),
                arguments("tomography.SparseImages", "64", 6.0),
                arguments("tomography.Tikhonov", "64", 2.0),
                arguments("tomography.TotalVariation", "64", 6.0),
                arguments("tomography.TransmissionLikelihood", "128", 4.0),
                arguments("mri.CompressedSensing", "64", 5.0),
                arguments("mri.DynamicSeries", "40", 8.0),
                arguments("mri.Grappa", "64", 3.0),
                arguments("mri.Gridding", "64", 6.0),
                arguments("mri.PartialKSpace", "64", 3.0),
                arguments("mri.SensitivityEncoding", "64", 4.0),
                arguments("mri.ZeroFilling", "64", 6.0),
                arguments("restoration.BlockMatching", "64", 5.0),
                arguments("restoration.GeneralisedVariation", "64", 6.0),
                arguments("restoration.HessianSchatten", "64", 6.0),
                arguments("restoration.NonLocalMeans", "64", 4.0),
                arguments("restoration.PhaseRetrieval", "32", 15.0),
                arguments("restoration.PlugAndPlay", "32", 8.0),
                arguments("restoration.RegularisationByDenoising", "32", 0.2),
                arguments("restoration.RichardsonLucy", "64", 1.5),
                arguments("restoration.TikhonovMiller", "64", 2.0),
                arguments("restoration.WaveletShrinkage", "64", 4.0),
                arguments("restoration.WienerFilter", "64", 2.0),
                arguments("learned.AdversarialRegulariser", "", 3.0),
                arguments("learned.AnnealedLangevin", "", 10.0),
                arguments("learned.BayesianGradientDescent", "", 12.0),
                arguments("learned.ComeCloserDiffuseFaster", "", 4.0),
                arguments("learned.DeepEquilibriumReconstruction", "32", 2.0),
                arguments("learned.DeepImagePrior", "", 4.0),
                arguments("learned.DeepImagePriorUncertainty", "", 2.0),
                arguments("learned.DiffusionPlugAndPlay", "", 10.0),
                arguments("learned.DiffusionPosteriorSampling", "", 6.0),
                arguments("learned.GenerativePrior", "", 8.0),
                arguments("learned.GradientStepDenoiser", "48", 1.0),
                arguments("learned.LearnedGradientDescent", "", 6.0),
                arguments("learned.LearnedIstaReconstruction", "32", 2.0),
                arguments("learned.LearnedPrimalDual", "", 7.0),
                arguments("learned.ModelBasedDeepLearning", "", 6.0),
                arguments("learned.NoiseToSelf", "48", 2.0),
                arguments("learned.PatchPrior", "48", 4.0),
                arguments("learned.PostProcessing", "", 5.0),
                arguments("learned.TrainedDenoiser", "48", 3.0),
                arguments("learned.UnrolledAdversarial", "", 5.0),
                arguments("learned.VariationalNetworkReconstruction", "32", 2.0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void drawsAndBeatsTheSimpleImage(String name, String size, double margin) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        if (!size.isEmpty()) {
            arguments.add(size);
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(printed, true));
        try {
            Class.forName(getClass().getPackageName() + "." + name)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments.toArray(String[]::new));
        } finally {
            System.setOut(terminal);
        }
        List<Double> psnr = Pattern.compile("PSNR (-?[\\d.]+) dB")
                .matcher(printed.toString())
                .results()
                .map(m -> Double.parseDouble(m.group(1)))
                .toList();
        assertTrue(psnr.size() >= 2, printed.toString());
        for (double better : psnr.subList(1, psnr.size())) {
            assertTrue(better >= psnr.get(0) + margin, "less than " + margin + " dB better: " + printed);
        }
        try (Stream<Path> pictures = Files.list(folder).filter(p -> p.toString().endsWith(".png"))) {
            assertDrawn(pictures.toList(), psnr.size() + 2);
        }
    }

    /** One picture of at least so many panels, each of which has light and dark. */
    private static void assertDrawn(List<Path> pictures, int panels) throws IOException {
        assertEquals(1, pictures.size(), pictures.toString());
        BufferedImage picture = ImageIO.read(pictures.get(0).toFile());
        // Panels are 256 pixels high, of which the gaps to the left and above take 12.
        int width = (int) Math.round((picture.getWidth() - 12.0) / panels);
        assertTrue(width >= 200, picture.getWidth() + " pixels for " + panels + " panels");
        for (int p = 0; p < panels; p++) {
            int darkest = 255;
            int brightest = 0;
            for (int y = 14; y < 266; y++) {
                for (int x = p * width + 14; x < (p + 1) * width - 2; x++) {
                    int grey = picture.getRGB(x, y) & 255;
                    darkest = Math.min(darkest, grey);
                    brightest = Math.max(brightest, grey);
                }
            }
            assertTrue(brightest - darkest > 40, "panel " + p + " has grey values " + darkest + " to " + brightest);
        }
    }

    @Test
    void everyExampleIsTested() throws IOException {
        Set<String> tested = examples().map(a -> (String) a.get()[0]).collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = new TreeSet<>();
        for (String name : PACKAGES) {
            for (Path file : sources(name)) {
                if (Files.readString(file).contains("public static void main")) {
                    there.add(name + "." + file.getFileName().toString().replace(".java", ""));
                }
            }
        }
        assertEquals(there, tested);
    }

    @Test
    void everyMethodHasAnExample() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : PACKAGES) {
            for (Path file : sources(name)) {
                text.append(Files.readString(file));
            }
        }
        String all = text.toString();
        Set<String> shown = Pattern.compile("\"([a-z0-9-]+)\"")
                .matcher(all)
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toSet());
        // Methods that are told apart by a denoiser: "pnp-" + each of a list.
        for (MatchResult family :
                Pattern.compile("\"((?:pnp|red)-)\" \\+").matcher(all).results().toList()) {
            List.of("tv", "wavelet", "nlm", "bm3d").forEach(denoiser -> shown.add(family.group(1) + denoiser));
        }
        List<String> missing = LearnedMethods.all().stream()
                .map(Method::name)
                .filter(name -> !shown.contains(name))
                .toList();
        assertEquals(List.of(), missing, "methods without an example");
    }

    private static List<Path> sources(String name) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES.resolve(name))) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }
}
