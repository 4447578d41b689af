package org.preimage.operators.tomography.preparation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparationSyntaxTest {
    @Test
    void filtersComeInTheirOrderWithTheirNumbers() {
        assertArrayEquals(new StripeFilter[0], PreparationSyntax.stripes("rings", "none"));
        assertArrayEquals(
                new StripeFilter[] {
                    DeadStripeFilter.DEFAULT,
                    new LargeStripeFilter(61, LargeStripeFilter.DEFAULT.threshold()),
                    new SortingStripeFilter(21)
                },
                PreparationSyntax.stripes("rings", "dead+large:61+sorting:21"));
        WaveletFourierStripeFilter wavelet =
                (WaveletFourierStripeFilter) PreparationSyntax.stripes("rings", "wavelet:4:2.5")[0];
        assertEquals(4, wavelet.levels());
        assertEquals(2.5, wavelet.sigma());
    }

    @Test
    void aPixelThatIsKnownNeedNotBeWritten() {
        Paganin all = new Paganin(20, 300, 0.01, 500);
        String three = "energy=20, distance=300,delta-beta=500";
        assertEquals(all, PreparationSyntax.phase("phase", three, OptionalDouble.of(0.01)));
        assertEquals(
                all,
                PreparationSyntax.phase("phase", three + ",pixel=0.01", OptionalDouble.of(2)),
                "what is written holds");
        assertThrows(
                IllegalArgumentException.class, () -> PreparationSyntax.phase("phase", three, OptionalDouble.empty()));
    }

    @Test
    void coefficientsAreNumbers() {
        assertEquals(BeamHardening.of(1, 0.2), PreparationSyntax.hardening("beam hardening", "1, 0.2"));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> PreparationSyntax.hardening("beam hardening", "1;2"))
                .getMessage();
        assertEquals("beam hardening is \"1;2\", but must be numbers C1,C2,... separated by commas", message);
    }

    @ParameterizedTest
    @CsvSource({
        "magic, 'rings has \"magic\", but must be none or made of sorting, wavelet, large, dead'",
        "dead:3, 'rings has \"dead:3\", but dead takes at most 0 numbers'",
        "sorting:x, 'rings has \"sorting:x\", but sorting takes at most 1 number'",
    })
    void whatIsNoFilterIsNamed(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> PreparationSyntax.stripes("rings", text))
                        .getMessage());
    }
}
