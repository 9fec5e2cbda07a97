package io.sealane.node.keys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The few functions of a PKCS#11 library that an Ed25519 key in a token needs. The JDK's own
 * provider knows no EdDSA.
 *
 * <p>SPEC: PKCS #11 Specification 3.1 (OASIS), in the form that 64-bit Linux has: {@code CK_ULONG}
 * is 8 bytes, structures are aligned. Every function answers a {@code CK_RV}, 0 if it worked.
 */
@SuppressWarnings("restricted") // The launcher allows native access.
final class Cryptoki {
    private static final Linker LINKER = Linker.nativeLinker();

    // SPEC: pkcs11t.h, the values of the names in upper case.
    private static final long CKF_OS_LOCKING_OK = 2;
    private static final long CKF_SERIAL_SESSION = 4;
    private static final long CKU_USER = 1;
    private static final long CKO_PUBLIC_KEY = 2;
    private static final long CKO_PRIVATE_KEY = 3;
    private static final long CKA_CLASS = 0;
    private static final long CKA_LABEL = 3;
    private static final long CKA_EC_POINT = 0x181;
    private static final long CKM_EDDSA = 0x1057;
    private static final long CKR_USER_ALREADY_LOGGED_IN = 0x100;
    private static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;

    private static final int MOST_SLOTS = 64;
    private static final int TOKEN_INFO_BYTES = 208;
    private static final int LABEL_BYTES = 32;
    private static final int MOST_POINT_BYTES = 128;
    private static final int ED25519_SIGNATURE_BYTES = 64;

    private final SymbolLookup library;
    private final MethodHandle getSlotList;
    private final MethodHandle getTokenInfo;
    private final MethodHandle openSession;
    private final MethodHandle closeSession;
    private final MethodHandle login;
    private final MethodHandle findObjectsInit;
    private final MethodHandle findObjects;
    private final MethodHandle findObjectsFinal;
    private final MethodHandle getAttributeValue;
    private final MethodHandle signInit;
    private final MethodHandle sign;

    /** What the library answered instead of 0. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        Failed(String function, long value) {
            super("%s answered CKR 0x%x".formatted(function, value));
        }
    }

    /**
     * Loads the library for the rest of the process.
     *
     * @throws IllegalArgumentException if it is not a PKCS#11 library for this machine
     */
    Cryptoki(Path file) throws Failed {
        library = SymbolLookup.libraryLookup(file, Arena.global());
        MethodHandle initialize = function("C_Initialize", ADDRESS);
        getSlotList = function("C_GetSlotList", JAVA_BYTE, ADDRESS, ADDRESS);
        getTokenInfo = function("C_GetTokenInfo", JAVA_LONG, ADDRESS);
        openSession = function("C_OpenSession", JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
        closeSession = function("C_CloseSession", JAVA_LONG);
        login = function("C_Login", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
        findObjectsInit = function("C_FindObjectsInit", JAVA_LONG, ADDRESS, JAVA_LONG);
        findObjects = function("C_FindObjects", JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
        findObjectsFinal = function("C_FindObjectsFinal", JAVA_LONG);
        getAttributeValue =
                function("C_GetAttributeValue", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
        signInit = function("C_SignInit", JAVA_LONG, ADDRESS, JAVA_LONG);
        sign = function("C_Sign", JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
        initialize(initialize);
    }

    private MethodHandle function(String name, MemoryLayout... parameters) {
        MemorySegment symbol =
                library.find(name)
                        .orElseThrow(
                                () -> new IllegalArgumentException("The library has no " + name));
        return LINKER.downcallHandle(symbol, FunctionDescriptor.of(JAVA_LONG, parameters));
    }

    /** The JDK's provider may have been first: both are clients of the one library. */
    private static void initialize(MethodHandle initialize) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            // CK_C_INITIALIZE_ARGS: four call-backs that we do not give, flags, reserved.
            MemorySegment arguments = arena.allocate(JAVA_LONG, 6);
            arguments.setAtIndex(JAVA_LONG, 4, CKF_OS_LOCKING_OK);
            long value = call(initialize, arguments);
            if (value != CKR_CRYPTOKI_ALREADY_INITIALIZED) {
                succeeded("C_Initialize", value);
            }
        }
    }

    /** The slot of the token with this label. */
    OptionalLong slot(String label) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment slots = arena.allocate(JAVA_LONG, MOST_SLOTS);
            MemorySegment count = arena.allocateFrom(JAVA_LONG, MOST_SLOTS);
            byte withToken = 1;
            // SPEC: PKCS #11 3.1 5.5.1: only a call without a list takes notice of new tokens.
            succeeded("C_GetSlotList", call(getSlotList, withToken, MemorySegment.NULL, count));
            count.set(JAVA_LONG, 0, MOST_SLOTS);
            succeeded("C_GetSlotList", call(getSlotList, withToken, slots, count));
            MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, Long.BYTES);
            for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
                long slot = slots.getAtIndex(JAVA_LONG, i);
                succeeded("C_GetTokenInfo", call(getTokenInfo, slot, info));
                byte[] padded = info.asSlice(0, LABEL_BYTES).toArray(JAVA_BYTE);
                if (new String(padded, UTF_8).strip().equals(label)) {
                    return OptionalLong.of(slot);
                }
            }
            return OptionalLong.empty();
        }
    }

    /** A session of a user who is logged in. */
    long open(long slot, char[] pin) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(JAVA_LONG);
            succeeded(
                    "C_OpenSession",
                    call(
                            openSession,
                            slot,
                            CKF_SERIAL_SESSION,
                            MemorySegment.NULL,
                            MemorySegment.NULL,
                            handle));
            long session = handle.get(JAVA_LONG, 0);
            MemorySegment secret = arena.allocateFrom(new String(pin));
            long value = call(login, session, CKU_USER, secret, secret.byteSize() - 1);
            secret.fill((byte) 0);
            if (value != CKR_USER_ALREADY_LOGGED_IN) {
                succeeded("C_Login", value);
            }
            return session;
        }
    }

    /** Gives a session up; what it answers does not matter any more. */
    void close(long session) {
        call(closeSession, session);
    }

    OptionalLong privateKey(long session, String label) throws Failed {
        return find(session, CKO_PRIVATE_KEY, label);
    }

    OptionalLong publicKey(long session, String label) throws Failed {
        return find(session, CKO_PUBLIC_KEY, label);
    }

    private OptionalLong find(long session, long kind, String label) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment template = arena.allocate(JAVA_LONG, 6);
            MemorySegment itsClass = arena.allocateFrom(JAVA_LONG, kind);
            MemorySegment itsLabel = arena.allocateFrom(label);
            attribute(template, 0, CKA_CLASS, itsClass, Long.BYTES);
            attribute(template, 1, CKA_LABEL, itsLabel, itsLabel.byteSize() - 1);
            succeeded("C_FindObjectsInit", call(findObjectsInit, session, template, 2L));
            MemorySegment found = arena.allocate(JAVA_LONG);
            MemorySegment count = arena.allocate(JAVA_LONG);
            long value = call(findObjects, session, found, 1L, count);
            succeeded("C_FindObjectsFinal", call(findObjectsFinal, session));
            succeeded("C_FindObjects", value);
            return count.get(JAVA_LONG, 0) == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(found.get(JAVA_LONG, 0));
        }
    }

    /** The point of a public key, as the token keeps it: a DER OCTET STRING, or bare. */
    byte[] point(long session, long key) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment template = arena.allocate(JAVA_LONG, 3);
            MemorySegment point = arena.allocate(MOST_POINT_BYTES);
            attribute(template, 0, CKA_EC_POINT, point, MOST_POINT_BYTES);
            succeeded("C_GetAttributeValue", call(getAttributeValue, session, key, template, 1L));
            return point.asSlice(0, template.getAtIndex(JAVA_LONG, 2)).toArray(JAVA_BYTE);
        }
    }

    /** CK_ATTRIBUTE: type, address of the value, its length. */
    private static void attribute(
            MemorySegment template, int index, long type, MemorySegment value, long length) {
        template.setAtIndex(JAVA_LONG, 3L * index, type);
        template.setAtIndex(JAVA_LONG, 3L * index + 1, value.address());
        template.setAtIndex(JAVA_LONG, 3L * index + 2, length);
    }

    /** An Ed25519 signature, 64 bytes (RFC 8032). A session makes one at a time. */
    byte[] ed25519(long session, long key, byte[] message) throws Failed {
        try (Arena arena = Arena.ofConfined()) {
            // CK_MECHANISM: the mechanism, no parameter. SPEC: PKCS #11 3.1 6.3.15.
            MemorySegment mechanism = arena.allocate(JAVA_LONG, 3);
            mechanism.setAtIndex(JAVA_LONG, 0, CKM_EDDSA);
            succeeded("C_SignInit", call(signInit, session, mechanism, key));
            MemorySegment data = arena.allocateFrom(JAVA_BYTE, message);
            MemorySegment signature = arena.allocate(ED25519_SIGNATURE_BYTES);
            MemorySegment length = arena.allocateFrom(JAVA_LONG, ED25519_SIGNATURE_BYTES);
            succeeded("C_Sign", call(sign, session, data, data.byteSize(), signature, length));
            return signature.asSlice(0, length.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
        }
    }

    private static long call(MethodHandle function, Object... arguments) {
        try {
            return (long) function.invokeWithArguments(arguments);
        } catch (Throwable e) { // What a method handle declares; a library throws nothing.
            throw new AssertionError("a function of the PKCS#11 library was called wrongly", e);
        }
    }

    private static void succeeded(String function, long value) throws Failed {
        if (value != 0) {
            throw new Failed(function, value);
        }
    }
}
