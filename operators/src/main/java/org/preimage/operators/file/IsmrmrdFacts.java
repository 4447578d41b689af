package org.preimage.operators.file;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.preimage.operators.file.IsmrmrdReadout.Purpose;

/**
 * What an ISMRMRD file says in words.
 *
 * @param header of the file
 * @param encoding the encoding space that is read
 * @param first the first readout for imaging
 * @param coils of all readouts that are read
 */
record IsmrmrdFacts(IsmrmrdHeader header, IsmrmrdEncoding encoding, IsmrmrdReadout first, int coils) {
    /**
     * All of them.
     *
     * @param readouts of the file
     * @param unit words about the unit of the trajectory
     */
    Map<String, String> all(List<IsmrmrdReadout> readouts, String unit) {
        Map<String, String> facts = new LinkedHashMap<>();
        List<String> system = new ArrayList<>();
        header.vendor().ifPresent(system::add);
        header.model().ifPresent(system::add);
        header.fieldStrength().ifPresent(t -> system.add((float) t + " T"));
        if (!system.isEmpty()) {
            facts.put("system", String.join(" ", system));
        }
        facts.put("trajectory", encoding.trajectory() + unit);
        facts.put("encoded", encoding.encoded().words());
        facts.put("wanted", encoding.recon().words());
        if (encoding.isCartesian() && encoding.oversampling() > 1) {
            facts.put("oversampling", (float) encoding.oversampling() + " along the readout");
        }
        if (encoding.acceleration1() * encoding.acceleration2() > 1
                || !encoding.calibrationMode().isEmpty()) {
            facts.put(
                    "stated",
                    "acceleration " + encoding.acceleration1() + " x " + encoding.acceleration2()
                            + (encoding.calibrationMode().isEmpty()
                                    ? ""
                                    : ", calibration " + encoding.calibrationMode()));
        }
        partial().ifPresent(p -> facts.put("partial", p));
        facts.put("readouts", words(readouts));
        if (header.receiverChannels().isPresent() && header.receiverChannels().getAsInt() != coils) {
            facts.put("channels", coils + " of " + header.receiverChannels().getAsInt() + " that the header states");
        }
        return facts;
    }

    /** Which part of k-space a partial Fourier scan covers, if it is one. */
    private Optional<String> partial() {
        if (!encoding.isCartesian()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        int before = first.center() - first.discardPre();
        int after = first.samples() - first.discardPost() - first.center();
        addPartial(parts, "the readout", before, after);
        encoding.step1()
                .ifPresent(l -> addPartial(
                        parts, "the first phase encoding", l.center() - l.minimum(), l.maximum() + 1 - l.center()));
        encoding.step2()
                .ifPresent(l -> addPartial(
                        parts, "the second phase encoding", l.center() - l.minimum(), l.maximum() + 1 - l.center()));
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    private static void addPartial(List<String> parts, String what, int before, int after) {
        if (Math.abs(before - after) > 1 + Math.max(before, after) / 16) {
            parts.add(before + " samples before and " + (after - 1) + " after zero frequency along " + what);
        }
    }

    private String words(List<IsmrmrdReadout> readouts) {
        Map<Purpose, Integer> purposes = new EnumMap<>(Purpose.class);
        int elsewhere = 0;
        int reversed = 0;
        int averages = 1;
        for (IsmrmrdReadout readout : readouts) {
            Purpose purpose = readout.purpose();
            boolean data = purpose == Purpose.IMAGING || purpose == Purpose.CALIBRATION;
            if (data && readout.encoding() != first.encoding()) {
                elsewhere++;
                continue;
            }
            purposes.merge(purpose, 1, Integer::sum);
            reversed += data && readout.isReversed() ? 1 : 0;
            averages = Math.max(averages, data ? readout.average() + 1 : 1);
        }
        String words = readouts.size() + ": "
                + purposes.entrySet().stream()
                        .map(e -> e.getValue() + " " + e.getKey().words())
                        .collect(Collectors.joining(", "));
        return words
                + (elsewhere > 0 ? ", " + elsewhere + " of another encoding space" : "")
                + (averages > 1 ? "; " + averages + " averages" : "")
                + (reversed > 0 ? "; " + reversed + " reversed, no phase correction" : "");
    }
}
