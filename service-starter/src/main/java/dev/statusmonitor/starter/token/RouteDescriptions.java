package dev.statusmonitor.starter.token;

import dev.statusmonitor.contract.Scopes;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Optional;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

/**
 * Says in the OpenAPI document who may call each route, as the services' {@link RouteRules} have it: any one of the
 * requirements will do, and an empty list of them stands for anybody. An operation without the list has no rule, which
 * is a mistake.
 */
public final class RouteDescriptions implements OpenApiCustomizer, Ordered {
    static final String SESSION = "session";
    static final String TOKEN = "token";
    static final String HOST = "host";
    static final String SERVICE = "service";

    private final List<RouteRules> rules;

    public RouteDescriptions(List<RouteRules> rules) {
        this.rules = List.copyOf(rules);
    }

    /** After those that add routes of their own, which must have an {@code @Order}. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void customise(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(new Components());
        }
        document.getComponents()
                .addSecuritySchemes(
                        SESSION,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name(SessionSecurity.ACCESS_COOKIE)
                                .description("The access token of a session, which logging in sets as a cookie"))
                .addSecuritySchemes(
                        TOKEN,
                        bearer().description("A personal API token, smp_…, of the scope named; there are "
                                + String.join(", ", Scopes.ALL)))
                .addSecuritySchemes(HOST, bearer().bearerFormat("JWT").description("A host token, as its agent has it"))
                .addSecuritySchemes(
                        SERVICE,
                        bearer().bearerFormat("JWT")
                                .description("A service's own assertion, on the internal connector alone"));
        if (document.getPaths() != null) {
            document.getPaths()
                    .forEach((path, item) ->
                            item.readOperationsMap().forEach((method, operation) -> describe(path, method, operation)));
        }
    }

    private static SecurityScheme bearer() {
        return new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer");
    }

    private void describe(String path, PathItem.HttpMethod method, Operation operation) {
        if (path.startsWith("/internal/")) {
            operation.setSecurity(List.of(new SecurityRequirement().addList(SERVICE)));
            return;
        }
        var parsed = PathContainer.parsePath(path);
        var asked = HttpMethod.valueOf(method.name());
        rules.stream()
                .map(each -> each.needed(asked, parsed))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(needed -> operation.setSecurity(requirements(needed)));
    }

    private static List<SecurityRequirement> requirements(RouteRules.Needed needed) {
        return switch (needed.who()) {
            case ANYBODY -> List.of();
            case HOST -> List.of(new SecurityRequirement().addList(HOST));
            case SESSION -> List.of(new SecurityRequirement().addList(SESSION));
            case SCOPE ->
                List.of(
                        new SecurityRequirement().addList(SESSION),
                        new SecurityRequirement().addList(TOKEN, String.valueOf(needed.scope())));
        };
    }
}
