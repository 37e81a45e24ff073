package dev.statusmonitor.starter.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may call a service's routes, said once: its security chains go by it, and the OpenAPI document shows it
 * ({@link RouteDescriptions}). Of several rules that fit, the first counts. A rule for {@code GET} is one for
 * {@code HEAD} too. A method that no rule names is for sessions alone, since what is forgotten must not be open.
 */
public final class RouteRules {
    private final List<Rule> rules;

    private RouteRules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** Rules for nothing yet. */
    public static RouteRules start() {
        return new RouteRules(List.of());
    }

    /** Adds routes that ask for nothing, or check something of their own such as a code. */
    public RouteRules anybody(HttpMethod method, String... patterns) {
        return and(new Needed(Who.ANYBODY, null), method, patterns);
    }

    /** Adds routes of agents, which bear their host's token. */
    public RouteRules host(HttpMethod method, String... patterns) {
        return and(new Needed(Who.HOST, null), method, patterns);
    }

    /** Adds routes for whoever has logged in; never for API tokens. */
    public RouteRules session(HttpMethod method, String... patterns) {
        return and(new Needed(Who.SESSION, null), method, patterns);
    }

    /**
     * Adds routes for whoever has logged in, and for API tokens of this scope.
     *
     * @param scope one of {@link dev.statusmonitor.contract.Scopes}
     */
    public RouteRules scope(String scope, HttpMethod method, String... patterns) {
        return and(new Needed(Who.SCOPE, scope), method, patterns);
    }

    private RouteRules and(Needed needed, HttpMethod method, String... patterns) {
        var more = new ArrayList<>(rules);
        Arrays.stream(patterns)
                .map(pattern -> new Rule(method, pattern, needed))
                .forEach(more::add);
        return new RouteRules(more);
    }

    /** The routes of {@link #anybody}. */
    public RequestMatcher anybodys() {
        return matcher(rule -> rule.needed.who == Who.ANYBODY, true);
    }

    /** The routes of {@link #host}. */
    public RequestMatcher hosts() {
        return matcher(rule -> rule.needed.who == Who.HOST, true);
    }

    /** The paths of {@link #session} and {@link #scope}, whatever the method. */
    RequestMatcher callers() {
        return matcher(rule -> rule.needed.who == Who.SESSION || rule.needed.who == Who.SCOPE, false);
    }

    /**
     * What a call of this route needs.
     *
     * @param path decoded, or a template such as {@code /api/v1/hosts/{id}}
     * @return empty where no rule fits
     */
    Optional<Needed> needed(HttpMethod method, PathContainer path) {
        return rules.stream()
                .filter(rule -> rule.fits(method) && rule.parsed.matches(path))
                .map(Rule::needed)
                .findFirst();
    }

    private RequestMatcher matcher(Predicate<Rule> wanted, boolean withMethod) {
        var parser = PathPatternRequestMatcher.withDefaults();
        var matchers = new ArrayList<RequestMatcher>();
        for (Rule rule : rules) {
            if (wanted.test(rule)) {
                if (!withMethod) {
                    matchers.add(parser.matcher(rule.pattern));
                } else {
                    matchers.add(parser.matcher(rule.method, rule.pattern));
                    if (rule.method.equals(HttpMethod.GET)) {
                        matchers.add(parser.matcher(HttpMethod.HEAD, rule.pattern));
                    }
                }
            }
        }
        // An empty "or" is refused by Spring; a service without such routes has a chain for none.
        return matchers.isEmpty() ? request -> false : new OrRequestMatcher(matchers);
    }

    private record Rule(HttpMethod method, String pattern, PathPattern parsed, Needed needed) {
        Rule(HttpMethod method, String pattern, Needed needed) {
            this(method, pattern, PathPatternParser.defaultInstance.parse(pattern), needed);
        }

        boolean fits(HttpMethod asked) {
            return method.equals(asked) || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
        }
    }

    /** Who may call. */
    enum Who {
        ANYBODY,
        HOST,
        SESSION,
        /** A session, or an API token with the scope. */
        SCOPE
    }

    /** @param scope what an API token needs; null unless {@code who} is {@link Who#SCOPE} */
    record Needed(Who who, @Nullable String scope) {
        boolean opensTo(Caller caller) {
            return caller.isInSession() || (scope != null && caller.scopes().contains(scope));
        }
    }
}
