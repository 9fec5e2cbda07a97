package io.sealane.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links inside the repository lead somewhere: the file is there, and so is the heading. */
final class MarkdownRules {
    private static final Pattern LINK =
            Pattern.compile("\\]\\(\\s*<?([^)\\s>]+)>?[^)]*\\)|^\\[[^\\]]+\\]:\\s*<?([^\\s>]+)");
    private static final Pattern OUTSIDE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");

    private MarkdownRules() {}

    /** The dead links of one file, a line each, without the path. */
    static List<String> faultsIn(Path root, Path path, String text) {
        var faults = new ArrayList<String>();
        for (String line : prose(text)) {
            Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", ""));
            while (link.find()) {
                String target = link.group(1) != null ? link.group(1) : link.group(2);
                if (!OUTSIDE.matcher(target).matches() && !leadsSomewhere(root, path, target)) {
                    faults.add("links to " + target + ", which is not there");
                }
            }
        }
        return faults;
    }

    private static boolean leadsSomewhere(Path root, Path path, String target) {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        String heading = hash < 0 ? "" : target.substring(hash + 1);
        Path folder = root.resolve(path).resolveSibling("");
        Path wanted =
                file.isEmpty() ? root.resolve(path) : folder.resolve(file.replace("%20", " "));
        wanted = wanted.normalize();
        if (!wanted.startsWith(root) || !Files.exists(wanted)) {
            return false;
        }
        return heading.isEmpty()
                || !wanted.toString().endsWith(".md")
                || anchors(Checkout.readText(wanted)).contains(heading);
    }

    /** Headings as the usual hosts name them: lower case, punctuation gone, blanks as hyphens. */
    private static Set<String> anchors(String text) {
        var anchors = new HashSet<String>();
        for (String line : prose(text)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String name = heading.group(1).toLowerCase(Locale.ROOT);
                String anchor = name.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
                String numbered = anchor;
                for (int i = 1; !anchors.add(numbered); i++) {
                    numbered = anchor + "-" + i;
                }
            }
        }
        return anchors;
    }

    /** The lines outside fenced code. */
    private static List<String> prose(String text) {
        var lines = new ArrayList<String>();
        boolean fenced = false;
        for (String line : text.lines().toList()) {
            if (line.stripLeading().startsWith("```")) {
                fenced = !fenced;
            } else if (!fenced) {
                lines.add(line);
            }
        }
        return lines;
    }
}
