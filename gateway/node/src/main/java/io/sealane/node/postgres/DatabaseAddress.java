package io.sealane.node.postgres;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a PostgreSQL database is, and as whom to enter it.
 *
 * @param certificates PEM file of the authorities that {@link Tls#VERIFIED} trusts; null for those
 *     that Java trusts
 */
public record DatabaseAddress(
        String host,
        int port,
        String database,
        String user,
        String password,
        Tls tls,
        @Nullable Path certificates) {

    /** Whether the way to the database is encrypted. */
    public enum Tls {
        /** In the clear: for a server on the same machine. */
        NONE,
        /** TLS 1.3 or 1.2, the server's certificate and name checked. */
        VERIFIED
    }

    private static final int DEFAULT_PORT = 5432;

    /**
     * Reads {@code postgresql://user@host:port/database}, with {@code
     * ?sslmode=disable|verify-full&sslrootcert=FILE} if need be. Without {@code sslmode}, a server
     * on the loopback interface is entered in the clear, any other one verified.
     *
     * @throws IllegalArgumentException that says what is wrong and what to write
     */
    public static DatabaseAddress parse(String url, String password) {
        URI uri = uri(url);
        String host = uri.getHost();
        String user = uri.getRawUserInfo();
        String path = uri.getRawPath();
        if (!"postgresql".equals(uri.getScheme())
                || host == null
                || user == null
                || user.contains(":")
                || path == null
                || path.length() < 2) {
            throw new IllegalArgumentException(
                    "Write postgresql://user@host:port/database, without the password.");
        }
        Map<String, String> options = options(uri.getRawQuery());
        Tls tls = tls(options.remove("sslmode"), host);
        String certificates = options.remove("sslrootcert");
        if (!options.isEmpty()) {
            throw new IllegalArgumentException(
                    "The database's address knows sslmode and sslrootcert, no other options.");
        }
        return new DatabaseAddress(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                decode(path.substring(1)),
                decode(user),
                password,
                tls,
                certificates == null ? null : Path.of(certificates));
    }

    /** The same server, seen by someone else or in another database. */
    public DatabaseAddress with(String otherDatabase, String otherUser, String otherPassword) {
        return new DatabaseAddress(
                host, port, otherDatabase, otherUser, otherPassword, tls, certificates);
    }

    /** For JDBC, without user and password. */
    public String jdbcUrl() {
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        String plain = "jdbc:postgresql://" + bracketed + ":" + port + "/" + database;
        if (tls == Tls.NONE) {
            return plain + "?sslmode=disable";
        }
        // Without a file the driver would look for one in the home folder.
        return certificates == null
                ? plain + "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
                : plain + "?sslmode=verify-full&sslrootcert=" + certificates;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "Write postgresql://user@host:port/database, special characters"
                            + " percent-encoded.",
                    e);
        }
    }

    private static Tls tls(@Nullable String mode, String host) {
        if (mode == null) {
            return isLoopback(host) ? Tls.NONE : Tls.VERIFIED;
        }
        return switch (mode) {
            case "disable" -> Tls.NONE;
            case "verify-full" -> Tls.VERIFIED;
            default ->
                    throw new IllegalArgumentException("sslmode is either disable or verify-full.");
        };
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }

    private static Map<String, String> options(@Nullable String query) {
        Map<String, String> options = new TreeMap<>();
        if (query != null) {
            for (String option : query.split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException(
                            "Options of the database's address are written name=value.");
                }
                options.put(
                        decode(option.substring(0, equals)), decode(option.substring(equals + 1)));
            }
        }
        return options;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
