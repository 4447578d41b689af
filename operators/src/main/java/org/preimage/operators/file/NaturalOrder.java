package org.preimage.operators.file;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;

/** File names in the order people number them: a2 before a10. */
final class NaturalOrder implements Comparator<Path> {
    static final NaturalOrder OF_NAMES = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(Path first, Path second) {
        String a = String.valueOf(first.getFileName());
        String b = String.valueOf(second.getFileName());
        int c = compareText(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
        return c != 0 ? c : a.compareTo(b);
    }

    private static int compareText(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = digits(a, i);
            int endB = digits(b, j);
            if (endA > i && endB > j) {
                String m = a.substring(i, endA).replaceFirst("^0+(?=.)", "");
                String n = b.substring(j, endB).replaceFirst("^0+(?=.)", "");
                int c = m.length() != n.length() ? Integer.compare(m.length(), n.length()) : m.compareTo(n);
                if (c != 0) {
                    return c;
                }
                i = endA;
                j = endB;
            } else {
                int c = Character.compare(a.charAt(i++), b.charAt(j++));
                if (c != 0) {
                    return c;
                }
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int digits(String s, int from) {
        int i = from;
        while (i < s.length() && s.charAt(i) >= '0' && s.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
