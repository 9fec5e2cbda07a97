package io.sealane.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** What a Java file must not be: too long, vaguely named, or a test that is not one. */
final class JavaRules {
    static final int COLUMNS = 100;
    static final int MAIN_LINES = 300;
    static final int TEST_LINES = 500;
    static final int METHOD_LINES = 70;

    /** A word longer than this cannot be broken sensibly: an address, a token of a vector. */
    private static final int UNBREAKABLE = 80;

    private static final String TEXT_BLOCK = "\"".repeat(3);

    private static final Pattern VAGUE_PACKAGE =
            Pattern.compile("utils?|impl|managers?|helpers?|common|misc|base|services?");
    private static final Pattern VAGUE_CLASS = Pattern.compile(".*(Utils?|Impl|Manager|Helper)");
    private static final Pattern SWITCHED_OFF = Pattern.compile("(Disabled|Enabled).*|Ignore");
    private static final Pattern ASSUMPTION = Pattern.compile("assum(e|ing)[A-Z].*");
    private static final Pattern MOCKS = Pattern.compile("org\\.(mockito|easymock|jmock)\\..*");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    private JavaRules() {}

    /** The faults of one file, a line each, without the path. */
    static List<String> faultsIn(Path path, String source) {
        var faults = new ArrayList<String>();
        List<String> lines = source.lines().toList();
        int allowed = isTest(path) ? TEST_LINES : MAIN_LINES;
        if (lines.size() > allowed) {
            faults.add("has %d lines; %d is the limit".formatted(lines.size(), allowed));
        }
        boolean textBlock = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            // Text blocks are data, often a table: breaking a row makes it harder to read.
            textBlock ^= line.split(TEXT_BLOCK, -1).length % 2 == 0;
            if (line.length() > COLUMNS && !textBlock && breakable(line)) {
                faults.add("line %d is past column %d".formatted(i + 1, COLUMNS));
            }
            if (UNFINISHED.matcher(line).find()) {
                faults.add("line %d puts work off".formatted(i + 1));
            }
        }
        var scanner = new Scanner(isTest(path), faults);
        scanner.scan(source);
        return faults;
    }

    static boolean isTest(Path path) {
        return path.toString().replace('\\', '/').contains("src/test/");
    }

    private static boolean breakable(String line) {
        if (line.startsWith("import ")) {
            return false;
        }
        for (String word : line.strip().split("\\s+", -1)) {
            if (word.length() > UNBREAKABLE) {
                return false;
            }
        }
        return true;
    }

    /** Reads names and calls from javac's tree, so that comments and strings do not count. */
    private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final boolean test;
        private final List<String> faults;
        private @Nullable CompilationUnitTree unit;
        private @Nullable SourcePositions positions;

        Scanner(boolean test, List<String> faults) {
            this.test = test;
            this.faults = faults;
        }

        void scan(String source) {
            var file =
                    new SimpleJavaFileObject(
                            URI.create("string:///Source.java"), SimpleJavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    };
            try {
                var task =
                        (JavacTask)
                                ToolProvider.getSystemJavaCompiler()
                                        .getTask(null, null, null, null, null, List.of(file));
                for (CompilationUnitTree parsed : task.parse()) {
                    unit = parsed;
                    positions = Trees.instance(task).getSourcePositions();
                    scan(parsed, null);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void fault(Tree tree, String what) {
            faults.add("line " + lineOf(tree, false) + " " + what);
        }

        private long lineOf(Tree tree, boolean end) {
            if (unit == null || positions == null) {
                throw new IllegalStateException("Nothing is being scanned.");
            }
            long position =
                    end
                            ? positions.getEndPosition(unit, tree)
                            : positions.getStartPosition(unit, tree);
            return position < 0 ? 0 : unit.getLineMap().getLineNumber(position);
        }

        @Override
        public @Nullable Void visitPackage(PackageTree tree, @Nullable Void nothing) {
            for (String name : tree.getPackageName().toString().split("\\.", -1)) {
                if (VAGUE_PACKAGE.matcher(name).matches()) {
                    fault(tree, "names a package " + name + ": a package is a noun of the domain");
                }
            }
            return super.visitPackage(tree, null);
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
            if (VAGUE_CLASS.matcher(tree.getSimpleName()).matches()) {
                fault(tree, "names a class " + tree.getSimpleName() + ": say what it is");
            }
            return super.visitClass(tree, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
            if (tree.getBody() != null) {
                long lines = lineOf(tree.getBody(), true) - lineOf(tree.getBody(), false) + 1;
                if (lines > METHOD_LINES) {
                    fault(
                            tree,
                            "%s() has %d lines; %d is the limit"
                                    .formatted(tree.getName(), lines, METHOD_LINES));
                }
            }
            return super.visitMethod(tree, null);
        }

        @Override
        public @Nullable Void visitImport(ImportTree tree, @Nullable Void nothing) {
            if (MOCKS.matcher(tree.getQualifiedIdentifier().toString()).matches()) {
                fault(tree, "uses a mocking library: write the fake by hand");
            }
            return super.visitImport(tree, null);
        }

        @Override
        public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void nothing) {
            if (test && SWITCHED_OFF.matcher(lastName(tree.getAnnotationType())).matches()) {
                fault(tree, "switches a test off: mend it or delete it");
            }
            return super.visitAnnotation(tree, null);
        }

        @Override
        public @Nullable Void visitMethodInvocation(
                MethodInvocationTree tree, @Nullable Void nothing) {
            String name = lastName(tree.getMethodSelect());
            if (test && ASSUMPTION.matcher(name).matches()) {
                fault(tree, "skips a test by " + name + "(): a test runs or fails");
            }
            if (test && (name.equals("sleep") || name.equals("parkNanos"))) {
                fault(tree, "sleeps: wait for what is expected, with a time limit");
            }
            return super.visitMethodInvocation(tree, null);
        }

        private static String lastName(Tree tree) {
            return switch (tree) {
                case MemberSelectTree select -> select.getIdentifier().toString();
                case IdentifierTree identifier -> identifier.getName().toString();
                default -> "";
            };
        }
    }
}
