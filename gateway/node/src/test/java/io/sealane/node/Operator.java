package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.PartyKeys;
import io.sealane.certs.Site;
import io.sealane.core.json.Json;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.function.UnaryOperator;

/** A node's operator, who asks its API and holds every answer against the description. */
final class Operator implements AutoCloseable {
    private final Site site;
    private final String id;
    private final Description description;
    private final HttpClient client;
    private String token;

    Operator(String name, Description description) throws Exception {
        this(NodesCase.site(name), "operator", NodesCase.site(name).operator(), description);
    }

    /** One of several. */
    Operator(Site site, String id, PartyKeys keys, Description description) throws Exception {
        this.site = site;
        this.id = id;
        this.description = description;
        this.client = NodesCase.client(site, keys);
        this.token = NodesCase.token(site, id, client);
    }

    HttpResponse<String> get(String path, String operation) throws Exception {
        return told("GET " + operation, send(path, request -> request.GET()));
    }

    /** With a new token, if the node was restarted and knows the old one no longer. */
    private HttpResponse<String> send(String path, UnaryOperator<HttpRequest.Builder> what)
            throws Exception {
        HttpResponse<String> answer = NodesCase.send(client, what.apply(bearing(path)));
        if (answer.statusCode() == 401) {
            token = NodesCase.token(site, id, client);
            answer = NodesCase.send(client, what.apply(bearing(path)));
        }
        return answer;
    }

    private HttpRequest.Builder bearing(String path) {
        return NodesCase.to(site, path).header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> post(String path, String operation, JsonNode body) throws Exception {
        return told(
                "POST " + operation,
                send(
                        path,
                        request ->
                                request.header("Content-Type", "application/json")
                                        .POST(BodyPublishers.ofString(Json.text(body)))));
    }

    HttpResponse<String> patch(String path, String operation, JsonNode body) throws Exception {
        return told(
                "PATCH " + operation,
                send(
                        path,
                        request ->
                                request.header("Content-Type", "application/json")
                                        .method(
                                                "PATCH",
                                                BodyPublishers.ofString(Json.text(body)))));
    }

    HttpResponse<String> delete(String path, String operation) throws Exception {
        return told("DELETE " + operation, send(path, request -> request.DELETE()));
    }

    private HttpResponse<String> told(String operation, HttpResponse<String> answer)
            throws Exception {
        description.covers(operation, answer);
        return answer;
    }

    private static JsonNode good(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return Json.parse(answer.body());
    }

    JsonNode propose(ObjectNode terms) throws Exception {
        return good(post("/v1/agreements", "/v1/agreements", terms));
    }

    JsonNode countersign(String id) throws Exception {
        return good(
                post("/v1/agreements/" + id + "/countersign", "/v1/agreements/{id}/countersign"));
    }

    /** Without a body. */
    HttpResponse<String> post(String path, String operation) throws Exception {
        return told(
                "POST " + operation, send(path, request -> request.POST(BodyPublishers.noBody())));
    }

    JsonNode end(String id, String reason) throws Exception {
        return good(
                post(
                        "/v1/agreements/" + id + "/end",
                        "/v1/agreements/{id}/end",
                        Json.object().put("reason", reason)));
    }

    JsonNode agreement(String id) throws Exception {
        return good(get("/v1/agreements/" + id, "/v1/agreements/{id}"));
    }

    /** Its state here; empty where it is not known. */
    String state(String id) throws Exception {
        HttpResponse<String> answer = get("/v1/agreements/" + id, "/v1/agreements/{id}");
        return answer.statusCode() == 404 ? "" : Json.parse(answer.body()).path("state").asText();
    }

    /** The agreement in force with a partner that the folder of agreements held at the start. */
    JsonNode inForceWith(String partner) throws Exception {
        JsonNode all = good(get("/v1/agreements?state=in-force", "/v1/agreements"));
        for (JsonNode one : all.path("agreements")) {
            if (one.path("partner").asText().equals(partner)) {
                return agreement(one.path("id").asText());
            }
        }
        throw new AssertionError("no agreement with " + partner + " in " + all);
    }

    @Override
    public void close() {
        client.close();
    }
}
