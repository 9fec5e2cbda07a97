package io.sealane.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Every package has a package-info: one sentence that defines the noun, and @NullMarked. */
final class PackageRules {
    private PackageRules() {}

    /** The faults of all packages, a line each. A test package that main has too needs none. */
    static List<String> faultsIn(Checkout checkout) {
        var folders = new TreeSet<Path>();
        for (Path file : checkout.ending(".java")) {
            folders.add(file.resolveSibling(""));
        }
        var faults = new ArrayList<String>();
        for (Path folder : folders) {
            Path info = folder.resolve("package-info.java");
            Path ofMain = Path.of(info.toString().replace("src/test/java", "src/main/java"));
            if (!checkout.files().contains(info)) {
                if (!checkout.files().contains(ofMain)) {
                    faults.add(folder + " has no package-info.java");
                }
            } else {
                String text = checkout.read(info);
                if (!text.contains("@NullMarked")
                        || (!text.contains("/**") && !text.contains("///"))) {
                    faults.add(info + " needs @NullMarked and one sentence");
                }
            }
        }
        return faults;
    }
}
