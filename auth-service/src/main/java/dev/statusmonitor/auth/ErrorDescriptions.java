package dev.statusmonitor.auth;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Describes errors as what they are, problem details (RFC 9457): springdoc takes an error to have the body of a success.
 * A response that says its own body, as OAuth's errors do, keeps it.
 */
final class ErrorDescriptions implements OpenApiCustomizer {
    private static final String PROBLEM = "Problem";
    private static final String UNSAID = "*/*";

    @Override
    public void customise(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(new Components());
        }
        Schema<?> problem = new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema());
        problem.setRequired(List.of("type", "title", "status", "detail"));
        document.getComponents().addSchemas(PROBLEM, problem);
        for (PathItem path : document.getPaths().values()) {
            path.readOperations().forEach(operation -> operation.getResponses().forEach(ErrorDescriptions::describe));
        }
    }

    private static void describe(String code, ApiResponse response) {
        Content content = response.getContent();
        boolean unsaid = content == null || content.containsKey(UNSAID);
        if (code.startsWith("2")) {
            if (content != null && unsaid) {
                response.setContent(new Content().addMediaType("application/json", content.get(UNSAID)));
            }
        } else if (unsaid) {
            var problem = new Schema<>().$ref("#/components/schemas/" + PROBLEM);
            response.setContent(
                    new Content().addMediaType("application/problem+json", new MediaType().schema(problem)));
        }
    }
}
