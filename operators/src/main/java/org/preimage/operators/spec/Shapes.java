package org.preimage.operators.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.preimage.operators.space.Axis;
import org.preimage.operators.space.Field;
import org.preimage.operators.space.Image;
import org.preimage.operators.space.Role;
import org.preimage.operators.space.Space;

/** Shapes as files have them: last axis fastest. */
public final class Shapes {
    private Shapes() {}

    /** The shape of an array of this space, as "(180, 363)". */
    public static String text(Space space) {
        return slowestFirst(space).stream()
                .map(a -> Integer.toString(a.size()))
                .collect(Collectors.joining(", ", "(", space.dimensions() == 1 ? ",)" : ")"));
    }

    /** What the axes count, as "180 angles x 363 detectors". */
    static String words(Space space) {
        return slowestFirst(space).stream()
                .map(a -> a.size() + " " + word(a.role()))
                .collect(Collectors.joining(" x "));
    }

    private static List<Axis> slowestFirst(Space space) {
        List<Axis> axes = new ArrayList<>(space.axes());
        Collections.reverse(axes);
        return axes;
    }

    private static String word(Role role) {
        return switch (role) {
            case X -> "columns";
            case Y -> "rows";
            case Z -> "slices";
            case KX, KY, KZ -> role.name().toLowerCase(Locale.ROOT);
            default -> role.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "s";
        };
    }

    /** The same values in the space needed, if the shape is the right one and all values are finite. */
    static Image fit(String name, Image read, Space needed) {
        boolean plural = name.endsWith("data");
        if (!needed.sameShape(read.space())) {
            throw new IllegalArgumentException(name + (plural ? " have" : " has") + " shape " + text(read.space())
                    + field(read.space()) + ", but the SPEC needs " + text(needed)
                    + (needed.field() == read.space().field() || needed.field() == Field.COMPLEX
                            ? field(needed)
                            : " real")
                    + ": " + words(needed));
        }
        read.requireFinite(name);
        return read.as(needed);
    }

    private static String field(Space space) {
        return space.field() == Field.COMPLEX ? " complex" : "";
    }
}
