package dev.statusmonitor.ingestion.receive;

import dev.statusmonitor.contract.TopProcesses;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Describes the route, which no controller has, in the platform's OpenAPI document. */
final class ApiDescription implements OpenApiCustomizer {
    @Override
    public void customise(OpenAPI api) {
        var responses = new ApiResponses();
        responses.addApiResponse(
                "202",
                answer("At least one sample is safe. Refused samples and ignored values are named.")
                        .content(json("application/json", taken())));
        problem(responses, "400", "The body is no JSON, or neither an object nor an array");
        problem(responses, "401", "No valid token");
        problem(responses, "403", "The host was revoked");
        problem(responses, "413", "Over a limit");
        problem(responses, "415", "Another content type or encoding");
        problem(responses, "422", "No sample could be taken; refused says why, sample by sample");
        problem(responses, "429", "Too fast; Retry-After says when to send it again");
        problem(responses, "503", "Nothing counts as taken; Retry-After says when to send it again");
        Schema<?> sample = sample();
        var body = new RequestBody()
                .required(true)
                .description("One sample or an array of them; Content-Encoding gzip is understood")
                .content(json(
                        "application/json", new Schema<>().oneOf(List.of(sample, new ArraySchema().items(sample)))));
        api.path(
                MetricsRoute.PATH,
                new PathItem()
                        .post(new Operation()
                                .operationId("postMetrics")
                                .addTagsItem("samples")
                                .summary("Send samples, with a host's token")
                                .requestBody(body)
                                .responses(responses)));
    }

    private static Schema<?> sample() {
        Schema<?> sample = new ObjectSchema()
                .addProperty("schema", new IntegerSchema().example(1))
                .addProperty("timestamp", new IntegerSchema().format("int64").description("Unix time in milliseconds"))
                .addProperty(
                        "metrics",
                        new ObjectSchema()
                                .additionalProperties(new NumberSchema().format("double"))
                                .description("Values by series name, metric or metric{key=value,…}"))
                .addProperty(
                        "processes",
                        new ObjectSchema()
                                .description("The processes that stand out, at most five of each kind")
                                .addProperty("cpu", processes("cpu", "share of one processor"))
                                .addProperty("memory", processes("memory", "bytes")));
        sample.addRequiredItem("timestamp");
        sample.addRequiredItem("metrics");
        return sample;
    }

    private static Schema<?> processes(String value, String unit) {
        return new ArraySchema()
                .items(new ObjectSchema()
                        .addProperty("name", new StringSchema().maxLength(TopProcesses.NAME_MAX))
                        .addProperty("pid", new IntegerSchema().format("int64"))
                        .addProperty(value, new NumberSchema().description(unit)))
                .maxItems(TopProcesses.MOST);
    }

    private static Schema<?> taken() {
        Schema<?> refused =
                new ObjectSchema().addProperty("index", new IntegerSchema()).addProperty("reason", new StringSchema());
        Schema<?> ignored = new ObjectSchema()
                .addProperty("index", new IntegerSchema())
                .addProperty("series", new StringSchema())
                .addProperty("reason", new StringSchema());
        Schema<?> taken = new ObjectSchema()
                .addProperty("accepted", new IntegerSchema())
                .addProperty("time", new IntegerSchema().format("int64"))
                .addProperty("refused", new ArraySchema().items(refused))
                .addProperty("refused_count", new IntegerSchema())
                .addProperty("ignored", new ArraySchema().items(ignored))
                .addProperty("ignored_count", new IntegerSchema());
        taken.addRequiredItem("accepted");
        taken.addRequiredItem("time");
        return taken;
    }

    private static void problem(ApiResponses responses, String status, String description) {
        Schema<?> problem = new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema());
        responses.addApiResponse(status, answer(description).content(json("application/problem+json", problem)));
    }

    private static ApiResponse answer(String description) {
        return new ApiResponse()
                .description(description)
                .addHeaderObject(
                        "StatusMonitor-Time",
                        new Header()
                                .description("The platform's Unix time in milliseconds")
                                .schema(new IntegerSchema().format("int64")));
    }

    private static Content json(String type, Schema<?> schema) {
        return new Content().addMediaType(type, new MediaType().schema(schema));
    }
}
