package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** openapi.json, which holds a node to what it says. */
final class Description {
    private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

    private final JsonNode whole;

    Description() throws IOException, Refusal {
        try (InputStream in = Description.class.getResourceAsStream("/openapi.json")) {
            whole = Json.parse(Objects.requireNonNull(in).readAllBytes());
        }
    }

    /** All operations, each as its method and path: {@code GET /v1/inbox}. */
    Set<String> operations() {
        Set<String> all = new LinkedHashSet<>();
        whole.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .fieldNames()
                                .forEachRemaining(name ->
                                        all.add(
                                                name.toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path.getKey())));
        all.removeIf(operation -> operation.startsWith("PARAMETERS "));
        return all;
    }

    JsonNode operation(String methodAndPath) {
        String[] parts = methodAndPath.split(" ", 2);
        return whole.path("paths").path(parts[1]).path(parts[0].toLowerCase(Locale.ROOT));
    }

    /** The codes of problems that an operation's answer of a status may have. */
    Set<String> codes(String methodAndPath, String status) {
        JsonNode answer = operation(methodAndPath).path("responses").path(status);
        return CODE.matcher(answer.path("description").asText())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** Follows a reference within the document. */
    JsonNode resolved(JsonNode node) {
        String ref = node.path("$ref").asText();
        return ref.isEmpty() ? node : whole.at(ref.substring(1));
    }

    /** That the answer is one that the operation is described to have: status, type, form, code. */
    void covers(String methodAndPath, HttpResponse<String> answer) throws Refusal {
        String status = Integer.toString(answer.statusCode());
        JsonNode described = operation(methodAndPath).path("responses").path(status);
        assertThat(described.isObject()).as("%s has a %s", methodAndPath, status).isTrue();
        String type = answer.headers().firstValue("content-type").orElse("");
        JsonNode content = resolved(described).path("content").path(type.replaceFirst(";.*", ""));
        assertThat(content.isObject()).as("%s %s is %s", methodAndPath, status, type).isTrue();
        if (type.contains("json")) {
            JsonNode body = Json.parse(answer.body());
            assertThat(schema(content.path("schema")).validate(body))
                    .as("%s %s", methodAndPath, status)
                    .isEmpty();
            if (answer.statusCode() >= 400 && body.has("code")) {
                assertThat(codes(methodAndPath, status)).contains(body.path("code").asText());
            }
        }
    }

    private Schema schema(JsonNode its) {
        ObjectNode alone = its.deepCopy();
        alone.set("components", whole.path("components"));
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        return SchemaRegistry.withDialect(
                        Dialects.getDraft202012(),
                        registry -> registry.schemaRegistryConfig(config))
                .getSchema(alone);
    }
}
