package io.sealane.node;

import io.sealane.certs.KeyPairs;
import io.sealane.core.identity.Key;
import io.sealane.core.json.Json;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every operation of the API as whoever may ask it asks it, in an order in which all of them
 * succeed. A route that is added to openapi.json needs a row here: who is let in and who is not,
 * {@link MatrixIT} then tries of itself.
 *
 * <p>What stands in braces in a path or body is filled in while the nodes run: {@code {document}}
 * is one of {@code acme-line}, {@code {delivery}} the same in the inbox of {@code newark-terminal},
 * {@code {agreement}} is in force between the two nodes and {@code {offer}} waits for this one;
 * {@code {approval}} and {@code {declined}} were asked for by another operator.
 */
final class Matrix {
    /** Who hands documents in. */
    static final String SENDER = "acme-line";

    /** Who receives them, at the same node. */
    static final String RECEIVER = "newark-terminal";

    static final String OPERATOR = "operator";

    /** Nobody's in particular. */
    private static final String ALL = "";

    /** Of no certificate that there is. */
    private static final String HASH = "A".repeat(43);

    private static final int LISTED = 200;
    private static final int UNKNOWN = 404;
    private static final int NOT_ISSUED = 403;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    private Matrix() {}

    /**
     * An operation, rightly asked.
     *
     * @param operation as openapi.json has it: method and path
     * @param owner whose thing it asks for; empty where that is the node's own
     * @param others what another party with the right scope is answered instead
     * @param type of the body; empty where there is none
     * @param status of the answer to the owner
     */
    record Row(
            String operation,
            String owner,
            int others,
            String path,
            String type,
            String body,
            int status) {
        String method() {
            return operation.substring(0, operation.indexOf(' '));
        }
    }

    private static Row get(String operation, String owner, int others, String path) {
        return new Row("GET " + operation, owner, others, path, "", "", 200);
    }

    private static Row open(String path) {
        return get(path, ALL, LISTED, path);
    }

    private static Row operated(String operation, String path) {
        return get(operation, OPERATOR, UNKNOWN, path);
    }

    private static Row operated(String operation, String path, String body, int status) {
        return new Row(operation, OPERATOR, UNKNOWN, path, JSON, body, status);
    }

    private static Row ofDocument(String below) {
        String path = "/v1/documents/{document}" + below;
        return get("/v1/documents/{id}" + below, SENDER, UNKNOWN, path);
    }

    private static Row ofLog(String operation, String path) {
        return get("/log/{log}/" + operation, ALL, LISTED, "/log/1/" + path);
    }

    /** All rows, in the order in which their owners ask. */
    static List<Row> rows() {
        return Stream.of(ofParties(), aboutParties(), ofOperators(), ofTwo(), ofAll())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> ofParties() {
        return List.of(
                new Row(
                        "POST /oauth/token",
                        SENDER,
                        401,
                        "/oauth/token",
                        FORM,
                        "grant_type=client_credentials&client_id=" + SENDER,
                        200),
                new Row(
                        "POST /v1/documents",
                        SENDER,
                        NOT_ISSUED,
                        "/v1/documents",
                        JSON,
                        "{submission}",
                        201),
                get("/v1/documents", SENDER, LISTED, "/v1/documents?limit=200"),
                ofDocument(""),
                ofDocument("/views"),
                ofDocument("/deliveries"),
                get(
                        "/v1/documents/{id}/evidence",
                        SENDER,
                        UNKNOWN,
                        "/v1/documents/{document}/evidence?delivery={delivery}"),
                ofDocument("/receipt"),
                get("/v1/inbox", RECEIVER, LISTED, "/v1/inbox?limit=200"),
                get("/v1/inbox/{id}/evidence", RECEIVER, UNKNOWN, "/v1/inbox/{delivery}/evidence"),
                new Row(
                        "POST /v1/inbox/{id}/acknowledgement",
                        RECEIVER,
                        UNKNOWN,
                        "/v1/inbox/{delivery}/acknowledgement",
                        JSON,
                        "{\"verdict\":\"accepted\"}",
                        200));
    }

    private static List<Row> ofOperators() {
        return List.of(
                operated("/v1/node", "/v1/node"),
                operated("/v1/partners", "/v1/partners"),
                operated("/v1/partners/{node}", "/v1/partners/nl.sealane.example"),
                operated(
                        "POST /v1/partners",
                        "/v1/partners",
                        "{\"address\":\"{address}\",\"fingerprint\":\"{fingerprint}\"}",
                        201),
                new Row(
                        "DELETE /v1/partners/{node}",
                        OPERATOR,
                        UNKNOWN,
                        "/v1/partners/" + Stranger.NAME,
                        "",
                        "",
                        200),
                operated("/v1/exclusions", "/v1/exclusions"),
                operated(
                        "POST /v1/exclusions",
                        "/v1/exclusions",
                        "{\"subject\":\"*.platform.example\",\"reason\":\"by law\"}",
                        201),
                new Row(
                        "DELETE /v1/exclusions/{subject}",
                        OPERATOR,
                        UNKNOWN,
                        "/v1/exclusions/*.platform.example",
                        "",
                        "",
                        200),
                operated("/v1/agreements", "/v1/agreements"),
                operated("/v1/agreements/{id}", "/v1/agreements/{agreement}"),
                operated(
                        "/v1/agreements/{id}/diff", "/v1/agreements/{offer}/diff?from={agreement}"),
                operated(
                        "POST /v1/agreements/preview",
                        "/v1/agreements/preview",
                        "{\"agreement\":\"{agreement}\",\"type\":\"transport-document/1.0\","
                                + "\"document\":{body}}",
                        200),
                operated("POST /v1/agreements", "/v1/agreements", "{terms}", 201),
                new Row(
                        "POST /v1/agreements/{id}/countersign",
                        OPERATOR,
                        UNKNOWN,
                        "/v1/agreements/{offer}/countersign",
                        "",
                        "",
                        200),
                operated(
                        "POST /v1/agreements/{id}/end",
                        "/v1/agreements/{offer}/end",
                        "{\"reason\":\"over\"}",
                        200));
    }

    /** Of the new party. */
    private static final Key KEY = KeyPairs.publicKey(KeyPairs.p256());

    private static List<Row> aboutParties() {
        return List.of(
                operated("/v1/parties", "/v1/parties"),
                operated(
                        "POST /v1/parties",
                        "/v1/parties",
                        "{\"name\":\"new-line\",\"certificate\":\"%s\",\"documentKeys\":[%s]}"
                                .formatted(HASH, Json.text(KEY.toJwk())),
                        201),
                operated("/v1/keys", "/v1/keys"),
                operated(
                        "POST /v1/keys/revocations",
                        "/v1/keys/revocations",
                        "{\"kid\":\"%s\",\"since\":\"2026-11-01T00:00:00Z\",\"reason\":\"lost\"}"
                                .formatted(KEY.kid()),
                        201),
                operated("/v1/parties/{name}", "/v1/parties/new-line"),
                operated(
                        "PATCH /v1/parties/{name}",
                        "/v1/parties/new-line",
                        "{\"scopes\":[\"inbox\"],\"accounts\":{\"desk\":{\"certificate\":\"%s\"}}}"
                                .formatted(HASH.replace('A', 'E')),
                        200),
                new Row(
                        "DELETE /v1/parties/{name}",
                        OPERATOR,
                        UNKNOWN,
                        "/v1/parties/new-line",
                        "",
                        "",
                        200));
    }

    private static List<Row> ofTwo() {
        String one = "/v1/approvals/{id}";
        return List.of(
                operated("/v1/approvals", "/v1/approvals"),
                operated(one, "/v1/approvals/{approval}"),
                new Row("POST " + one, OPERATOR, UNKNOWN, "/v1/approvals/{approval}", "", "", 200),
                new Row(
                        "DELETE " + one,
                        OPERATOR,
                        UNKNOWN,
                        "/v1/approvals/{declined}",
                        "",
                        "",
                        200));
    }

    private static List<Row> ofAll() {
        return List.of(
                open("/.well-known/openid-federation"),
                ofLog("checkpoint", "checkpoint"),
                ofLog("checkpoint.{size}", "checkpoint.{size}"),
                ofLog("checkpoints", "checkpoints"),
                ofLog("tile/{tile}", "tile/0/000.p/{size}"),
                open("/openapi.json"),
                open("/docs/schemas"),
                get("/docs/schemas/{page}", ALL, LISTED, "/docs/schemas/vgm-declaration.md"),
                open("/health/live"),
                open("/health/ready"));
    }
}
