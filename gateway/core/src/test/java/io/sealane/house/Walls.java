package io.sealane.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.jspecify.annotations.NullMarked;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** The walls of the core, as rules over a root package, so that a planted ruin can prove them. */
final class Walls {
    /** Packages of the core: each may use those before it. */
    static final List<String> ORDER =
            List.of(
                    "identity",
                    "json",
                    "document",
                    "dialect",
                    "seal",
                    "disclosure",
                    "ledger",
                    "agreement",
                    "exchange");

    /**
     * What the core may not touch.
     *
     * @param what a pattern over {@code package.Class.member} of every member it calls or refers
     *     to, and over {@code package.Class} of every type it knows
     * @param instead what to do instead
     */
    record Ban(String name, Pattern what, String instead) {
        static Ban of(String name, String what, String instead) {
            return new Ban(name, Pattern.compile(what), instead);
        }
    }

    private static final Ban RESOURCES =
            Ban.of(
                    "resources",
                    "java\\.lang\\.(Class|ClassLoader|Module)\\.getResource.*",
                    "be handed the bytes");

    static final List<Ban> BANS =
            List.of(
                    Ban.of("time of day", "java\\.time\\.\\w+\\.now", "be handed an InstantSource"),
                    Ban.of(
                            "system clock",
                            "java\\.time\\.(Clock|InstantSource)\\.(system|tick).*"
                                    + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
                                    + "|java\\.util\\.(Date|Calendar|GregorianCalendar)\\..*",
                            "be handed an InstantSource"),
                    Ban.of(
                            "waiting",
                            "java\\.lang\\.Thread\\.(sleep|yield|onSpinWait)",
                            "let the caller decide when"),
                    Ban.of(
                            "randomness",
                            "java\\.lang\\.(Strict)?Math\\.random"
                                    + "|java\\.util\\.(Random|SplittableRandom)\\.<init>"
                                    + "|java\\.util\\.concurrent\\.ThreadLocalRandom\\.current"
                                    + "|java\\.util\\.random\\.RandomGenerator(Factory)?"
                                    + "\\.(of|getDefault|create)"
                                    + "|java\\.security\\.SecureRandom\\.(<init>|getInstance.*)",
                            "be handed a RandomGenerator or SecureRandom"),
                    Ban.of(
                            "random names",
                            "java\\.util\\.UUID\\.randomUUID",
                            "make a UUIDv7 from the clock and the generator handed in"),
                    Ban.of(
                            "surroundings",
                            "java\\.lang\\.System\\.(getenv|getProperty|in|out|err|exit)",
                            "be handed the setting, or tell the observer"),
                    Ban.of(
                            "network",
                            "java\\.net\\.(?!URI$|URI\\.|URISyntaxException).*|javax\\.net\\..*"
                                    + "|io\\.netty\\..*",
                            "call a port"),
                    Ban.of(
                            "disk",
                            "java\\.nio\\.(file|channels)\\..*|java\\.io\\.(?!\\w*Exception\\b"
                                    + "|Serializable\\b|InputStream\\b|OutputStream\\b"
                                    + "|ByteArray(In|Out)putStream\\b).*",
                            "call a port"),
                    RESOURCES,
                    Ban.of(
                            "frameworks",
                            "(io\\.vertx|io\\.smallrye|org\\.hibernate|jakarta|java\\.sql"
                                    + "|org\\.slf4j|java\\.util\\.logging)\\..*",
                            "call a port; tell the observer"));

    /** The ban, the class it does not hold for, and why. */
    private static final Map<Ban, Map.Entry<String, String>> EXEMPT =
            Map.of(
                    RESOURCES,
                    Map.entry(
                            "io.sealane.core.document.Catalogue",
                            "the schemas are resources of a module that the core is built with"));

    private Walls() {}

    static ArchRule oneWay(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(
                        condition(
                                "use only packages before their own: " + ORDER,
                                (JavaClass from, Report report) -> {
                                    int own = layer(root, from);
                                    if (own < 0) {
                                        report.fault(from.getName() + " is in no known package");
                                    }
                                    for (Dependency used : from.getDirectDependenciesFromSelf()) {
                                        if (own < layer(root, used.getTargetClass())) {
                                            report.fault(used.getDescription());
                                        }
                                    }
                                }));
    }

    static ArchRule noCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    static ArchRule without(String root, Ban ban) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(
                        condition(
                                "do without " + ban.name() + ": " + ban.instead(),
                                (JavaClass from, Report report) -> touches(from, ban, report)));
    }

    static ArchRule plainMethods(String root) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and()
                .doNotHaveModifier(JavaModifier.PRIVATE)
                .should(
                        condition(
                                "be plain: their caller runs on a virtual thread and may wait",
                                (JavaMethod method, Report report) -> {
                                    for (JavaClass type : method.getAllInvolvedRawTypes()) {
                                        if (type.isAssignableTo(Future.class)
                                                || type.isAssignableTo(CompletionStage.class)) {
                                            report.fault(method.getFullName());
                                        }
                                    }
                                }));
    }

    static ArchRule nullMarked(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(
                        condition(
                                "lie in a @NullMarked package",
                                (JavaClass from, Report report) -> {
                                    if (!from.getPackage().isAnnotatedWith(NullMarked.class)) {
                                        report.fault(from.getPackageName());
                                    }
                                }));
    }

    private static void touches(JavaClass from, Ban ban, Report report) {
        Map.Entry<String, String> exempt = EXEMPT.get(ban);
        if (exempt != null && from.getName().equals(exempt.getKey())) {
            return;
        }
        from.getAccessesFromSelf()
                .forEach(access -> {
                    String member =
                            access.getTargetOwner().getName() + "." + access.getTarget().getName();
                    if (ban.what().matcher(member).matches()) {
                        report.fault(access.getDescription());
                    }
                });
        for (Dependency used : from.getDirectDependenciesFromSelf()) {
            if (ban.what().matcher(used.getTargetClass().getName()).matches()) {
                report.fault(used.getDescription());
            }
        }
    }

    /** The place of a class in the order; -1 for one outside. */
    private static int layer(String root, JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(root + ".")) {
            return -1;
        }
        String below = name.substring(root.length() + 1);
        int dot = below.indexOf('.');
        return ORDER.indexOf(dot < 0 ? below : below.substring(0, dot));
    }

    private interface Report {
        void fault(String what);
    }

    private static <T> ArchCondition<T> condition(String text, BiConsumer<T, Report> check) {
        return new ArchCondition<>(text) {
            @Override
            public void check(T item, ConditionEvents events) {
                check.accept(item, what -> events.add(SimpleConditionEvent.violated(item, what)));
            }
        };
    }
}
