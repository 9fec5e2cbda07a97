package io.sealane.simulation;

import io.sealane.core.exchange.Journal;
import io.sealane.core.exchange.Link;
import io.sealane.core.exchange.Store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ports of the core, found by reflection, so that a method that is added to one is crashed too.
 */
final class Ports {
    /** A commit, as every port call is named. */
    static final String COMMIT = "Store.commit";

    /** A commit of what several callers brought, told apart: they fail and survive together. */
    static final String GROUP_COMMIT = COMMIT + " of several";

    private static final List<String> ALL =
            Stream.concat(
                            Stream.of(Store.class, Link.class, Journal.class)
                                    .flatMap(port -> Arrays.stream(port.getMethods()))
                                    .map(Ports::name),
                            Stream.of(GROUP_COMMIT))
                    .distinct()
                    .sorted()
                    .toList();

    private Ports() {}

    /** What a port call is made through. */
    interface Crossing {
        Object cross(String port, Effect effect) throws Throwable;
    }

    /** What the call does on the other side. */
    interface Effect {
        Object run() throws Throwable;
    }

    static List<String> all() {
        return ALL;
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** A port every call of which goes through a crossing. */
    static <T> T through(Class<T> port, T beyond, Crossing crossing) {
        Object proxy =
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (self, method, arguments) ->
                                crossing.cross(
                                        name(method), () -> call(beyond, method, arguments)));
        return port.cast(proxy);
    }

    private static Object call(Object beyond, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(beyond, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
