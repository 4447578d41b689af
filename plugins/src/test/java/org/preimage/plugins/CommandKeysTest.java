package org.preimage.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.preimage.plugins.benchmark.CompareCommand;
import org.preimage.plugins.benchmark.ConvergenceCommand;
import org.preimage.plugins.ct.AxisCommand;
import org.preimage.plugins.ct.FilteredBackprojectionCommand;
import org.preimage.plugins.ct.OpenScanCommand;
import org.preimage.plugins.ct.PrepareCommand;
import org.preimage.plugins.ct.ReconstructCommand;
import org.preimage.plugins.ct.ReconstructConeCommand;
import org.preimage.plugins.ct.TotalVariationCommand;
import org.preimage.plugins.help.MethodsCommand;
import org.preimage.plugins.learned.DenoiseLearnedCommand;
import org.preimage.plugins.learned.ReconstructLearnedCommand;
import org.preimage.plugins.learned.ReconstructLearnedMriCommand;
import org.preimage.plugins.learned.TrainCommand;
import org.preimage.plugins.mri.OpenKSpaceCommand;
import org.preimage.plugins.mri.ReconstructKSpaceCommand;
import org.preimage.plugins.mri.ReconstructKSpaceImageCommand;
import org.preimage.plugins.restoration.DeconvolveCommand;
import org.preimage.plugins.restoration.DenoiseCommand;
import org.preimage.plugins.restoration.InpaintCommand;
import org.preimage.plugins.restoration.PointSpreadCommand;
import org.preimage.plugins.simulate.BlurCommand;
import org.preimage.plugins.simulate.PhantomCommand;
import org.preimage.plugins.simulate.SimulateSinogramCommand;
import org.preimage.plugins.uncertainty.CalibrateUncertaintyCommand;
import org.preimage.plugins.uncertainty.OverlayUncertaintyCommand;
import org.preimage.plugins.uncertainty.ReconstructUncertainCommand;
import org.preimage.plugins.uncertainty.ReconstructUncertainMriCommand;
import org.preimage.priors.method.LearnedMethods;
import org.preimage.reconstruction.method.FilteredBackprojection;
import org.preimage.reconstruction.method.Method;
import org.preimage.reconstruction.method.Methods;
import org.preimage.reconstruction.method.Parameter;
import org.preimage.reconstruction.posterior.BayesianReconstructor;
import org.scijava.command.Command;
import org.scijava.module.ModuleItem;

/** Keys of macros with their defaults, and the choices of dialogs: whoever changes them breaks somebody's macro. */
class CommandKeysTest {
    private Lab lab;

    @BeforeEach
    void open() {
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void keysStayWhatTheyAre() throws ReflectiveOperationException {
        keys("scan=null array= rings=none zingers=false -> sinogram", OpenScanCommand.class);
        keys(
                "scan=null slices=auto flats=none darks=none average=mean air=0 zingers=false rings=sorting:11 phase= hardening="
                        + " folder= -> sinogram",
                PrepareCommand.class);
        keys(
                "sinogram=null axis=auto method=auto slice=0 previews=4 step=1.0 range=auto -> preview",
                AxisCommand.class);
        keys(
                "sinogram=null range=auto axis=auto size=0 method=fbp weight=auto settings= folder= -> reconstruction",
                ReconstructCommand.class);
        keys(
                "scan=null slices=auto axis=auto size=0 method=fdk weight=auto settings= folder= -> volume",
                ReconstructConeCommand.class);
        keys(
                "sinogram=null range=auto axis=auto size=0 window=ram-lak folder= -> reconstruction",
                FilteredBackprojectionCommand.class);
        keys(
                "sinogram=null range=auto axis=auto size=0 weight=auto iterations=2000 nonnegative=true folder="
                        + " -> reconstruction",
                TotalVariationCommand.class);
        keys(
                "image=null angles=180 range=180.0 detectors=0 noise=none seed=1 folder= -> sinogram",
                SimulateSinogramCommand.class);
        keys(
                "data=null method=sense weight=auto settings= slice=all coils=espirit virtual=0 phase=false -> reconstruction",
                ReconstructKSpaceCommand.class);
        keys("data=null values=real and imaginary -> kspace", OpenKSpaceCommand.class);
        keys(
                "kspace=null slice=all coils=espirit virtual=0 phase=false method=sense weight=auto settings= -> reconstruction",
                ReconstructKSpaceImageCommand.class);
        keys("image=null method=bm3d settings= folder= -> restored", DenoiseCommand.class);
        keys("image=null mask=null method=tv settings= folder= -> restored", InpaintCommand.class);
        keys(
                "image=null psf=null method=tv settings= edges=reflecting volume=false folder= -> restored",
                DeconvolveCommand.class);
        keys(
                "model=gaussian width=2.0 angle=0.0 aperture=1.4 wavelength=520.0 index=1.515 pixel=65.0 size=33 slices=1 step=200.0 -> psf",
                PointSpreadCommand.class);
        keys("image=null psf=null noise=none seed=1 folder= -> blurred", BlurCommand.class);
        keys("phantom=shepp-logan size=256 pixel=1.0 slices=1 seed=1 -> image", PhantomCommand.class);
        keys("->", MethodsCommand.class);
        keys("sinogram=null methods=tv tikhonov iterations=200 range=auto axis=auto -> plot", ConvergenceCommand.class);
        keys("image=null reference=null range=auto -> difference", CompareCommand.class);
        keys(
                "sinogram=null range=auto axis=auto size=0 method=learned-primal-dual model=auto settings= folder="
                        + " -> reconstruction",
                ReconstructLearnedCommand.class);
        keys(
                "sinogram=null range=auto axis=auto size=0 method=ccdf model=auto settings= folder= -> reconstruction",
                ReconstructUncertainCommand.class);
        keys("image=null reference=null calibration=conformal file=null -> plot", CalibrateUncertaintyCommand.class);
        keys("image=null calibration= level=0.9 threshold=auto -> overlay", OverlayUncertaintyCommand.class);
        keys(
                "recipe=lpd-ellipses folder=null data=null steps=0 seed=1 minutes=0.0 device=auto precision=float ->",
                TrainCommand.class);
    }

    /** All keys with their defaults in the order of the dialog, then the outputs. */
    private void keys(String expected, Class<? extends Command> command) throws ReflectiveOperationException {
        StringBuilder text = new StringBuilder();
        Object fresh = command.getDeclaredConstructor().newInstance();
        for (ModuleItem<?> input : lab.inputs(command)) {
            text.append(input.getName())
                    .append('=')
                    .append(Lab.defaultOf(fresh, input.getName()))
                    .append(' ');
        }
        text.append("->");
        for (ModuleItem<?> output : lab.info(command).outputs()) {
            text.append(' ').append(output.getName());
        }
        assertEquals(expected, text.toString());
    }

    /** Every classical method that takes a beam is offered, in the order of the list. */
    @Test
    void allMethodsOfTomographyAreOffered() {
        assertEquals(taking("parallel-beam"), choices(ReconstructCommand.class, "method"));
        assertEquals(taking("cone-beam"), choices(ReconstructConeCommand.class, "method"));
    }

    private static List<String> taking(String beam) {
        return Methods.classical().stream()
                .filter(m -> m.takes(beam))
                .map(Method::name)
                .toList();
    }

    /** Every learned method that takes a parallel beam, and of those with uncertainty every one that takes any. */
    @Test
    void allLearnedMethodsAreOffered() {
        List<Method> learned = LearnedMethods.learned().stream()
                .filter(m -> m.takes("parallel-beam"))
                .toList();
        assertEquals(learned.stream().map(Method::name).toList(), choices(ReconstructLearnedCommand.class, "method"));
        assertEquals(
                learned.stream()
                        .filter(m -> m.withDefaults() instanceof BayesianReconstructor)
                        .map(Method::name)
                        .collect(Collectors.toSet()),
                Set.copyOf(choices(ReconstructUncertainCommand.class, "method")));
    }

    /** Every learned method that takes k-space, but those that say that they are for real images. */
    @Test
    void allLearnedMethodsOfMriAreOffered() {
        Set<String> real = Set.of("deep-image-prior-laplace", "generative-prior", "epll");
        assertEquals(
                LearnedMethods.learned().stream()
                        .filter(m -> m.takes("mri"))
                        .map(Method::name)
                        .filter(name -> !real.contains(name))
                        .toList(),
                choices(ReconstructLearnedMriCommand.class, "method"));
        assertEquals(
                LearnedMethods.learned().stream()
                        .filter(m -> m.takes("mri") && m.withDefaults() instanceof BayesianReconstructor)
                        .map(Method::name)
                        .filter(name -> !real.contains(name))
                        .toList(),
                choices(ReconstructUncertainMriCommand.class, "method"));
    }

    @Test
    void methodsOfRestorationAreThoseOfTheList() {
        offered(DenoiseCommand.class, "identity");
        offered(ReconstructKSpaceCommand.class, "mri");
        assertEquals(
                choices(ReconstructKSpaceCommand.class, "method"),
                choices(ReconstructKSpaceImageCommand.class, "method"));
        offered(DenoiseLearnedCommand.class, "identity");
        offered(InpaintCommand.class, "mask");
        offered(DeconvolveCommand.class, "blur");
    }

    private void offered(Class<? extends Command> command, String operator) {
        for (String name : choices(command, "method")) {
            assertTrue(Methods.named(LearnedMethods.all(), name).takes(operator), name);
        }
    }

    private List<String> choices(Class<? extends Command> command, String key) {
        return lab.info(command).getInput(key).getChoices().stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void choicesAndDefaultsAreThoseOfTheMethods() throws ReflectiveOperationException {
        assertEquals(
                parameter(FilteredBackprojection.METHOD, "window").choices(),
                choices(FilteredBackprojectionCommand.class, "window"));
        Method tv = Methods.named(Methods.classical(), "tv");
        Object fresh = new TotalVariationCommand();
        for (String name : List.of("weight", "iterations", "nonNegative")) {
            assertEquals(
                    parameter(tv, name).defaultValue(),
                    Lab.defaultOf(fresh, name.toLowerCase()).toString());
        }
    }

    private static Parameter parameter(Method method, String name) {
        return method.parameters().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
