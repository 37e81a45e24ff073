package dev.statusmonitor.starter.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Scopes;
import dev.statusmonitor.starter.token.RouteRules.Needed;
import dev.statusmonitor.starter.token.RouteRules.Who;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;

class RouteRulesTest {
    private final RouteRules rules = RouteRules.start()
            .anybody(HttpMethod.POST, "/api/v1/session")
            .session(HttpMethod.DELETE, "/api/v1/session")
            .host(HttpMethod.PUT, "/api/v1/agents/me/resource")
            .scope(Scopes.HOSTS_READ, HttpMethod.GET, "/api/v1/hosts", "/api/v1/hosts/{id}")
            .session(HttpMethod.GET, "/api/v1/hosts/{id}");

    private Optional<Needed> needed(HttpMethod method, String path) {
        return rules.needed(method, PathContainer.parsePath(path));
    }

    @Test
    void aRuleIsForItsMethodAndItsPattern() {
        assertThat(needed(HttpMethod.POST, "/api/v1/session")).contains(new Needed(Who.ANYBODY, null));
        assertThat(needed(HttpMethod.DELETE, "/api/v1/session")).contains(new Needed(Who.SESSION, null));
        assertThat(needed(HttpMethod.PUT, "/api/v1/agents/me/resource")).contains(new Needed(Who.HOST, null));
        assertThat(needed(HttpMethod.PUT, "/api/v1/session")).isEmpty();
        assertThat(needed(HttpMethod.GET, "/api/v1/hosts/h1/metrics")).isEmpty();
    }

    @Test
    void aTemplateFitsAsAnIdDoesAndTheFirstRuleCounts() {
        var scope = new Needed(Who.SCOPE, Scopes.HOSTS_READ);
        assertThat(needed(HttpMethod.GET, "/api/v1/hosts/h1")).contains(scope);
        assertThat(needed(HttpMethod.GET, "/api/v1/hosts/{host}")).contains(scope);
        assertThat(needed(HttpMethod.HEAD, "/api/v1/hosts")).contains(scope);
    }

    @Test
    void aSessionMayAllAndATokenWhatItsScopeSays() {
        var session = new Caller("a", "s", null, Set.of());
        var reader = Caller.withToken("a", "t", Set.of(Scopes.HOSTS_READ));
        var writer = Caller.withToken("a", "t", Set.of(Scopes.HOSTS_WRITE));

        assertThat(new Needed(Who.SCOPE, Scopes.HOSTS_READ))
                .matches(needed -> needed.opensTo(session))
                .matches(needed -> needed.opensTo(reader))
                .matches(needed -> !needed.opensTo(writer));
        assertThat(new Needed(Who.SESSION, null))
                .matches(needed -> needed.opensTo(session))
                .matches(needed -> !needed.opensTo(reader));
    }
}
