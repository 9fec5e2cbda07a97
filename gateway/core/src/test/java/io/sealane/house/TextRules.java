package io.sealane.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What no file of the repository holds: a secret, or the place of one machine. */
final class TextRules {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\\\n\"+]+[A-Za-z0-9+/=]{40}");
    private static final Pattern KEY_FILE = Pattern.compile(".*\\.(p12|pfx|jks|keystore|key)");
    private static final Pattern MACHINE_PATH =
            Pattern.compile(
                    "(?<![\\w.~-])(/(work|root|home|Users)/[A-Za-z.]|[A-Z]:\\\\Users\\\\"
                            + "|/tmp/[s]ealane)");
    private static final Pattern OWN_REPOSITORY =
            Pattern.compile("<(pluginRepositor|repositor|mirror|distributionManagement)");

    private TextRules() {}

    /** The faults of one file, a line each, without the path. */
    static List<String> faultsIn(Path path, String text) {
        var faults = new ArrayList<String>();
        if (KEY_FILE.matcher(path.toString()).matches()) {
            faults.add("is a key file: keys are made, never committed");
        }
        if (PRIVATE_KEY.matcher(text).find()) {
            faults.add("holds a private key: keys are made, never committed");
        }
        if (MACHINE_PATH.matcher(text).find()) {
            faults.add("names a folder of one machine");
        }
        if (path.endsWith("pom.xml") && OWN_REPOSITORY.matcher(text).find()) {
            faults.add("names a repository: where artifacts come from is the machine's affair");
        }
        return faults;
    }
}
