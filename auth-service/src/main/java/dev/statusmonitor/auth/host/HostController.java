package dev.statusmonitor.auth.host;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.statusmonitor.auth.audit.Deed;
import dev.statusmonitor.auth.input.Text;
import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.starter.token.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own hosts. Others' answer as unknown ones do. */
@RestController
@RequestMapping("/api/v1/hosts")
@Tag(name = "hosts")
public final class HostController {
    private final Hosts hosts;

    public HostController(Hosts hosts) {
        this.hosts = hosts;
    }

    @Operation(summary = "One's own hosts, by name")
    @ApiResponse(responseCode = "200", description = "The hosts")
    @ApiResponse(responseCode = "401", description = "There is no session or API token")
    @GetMapping
    HostList listHosts(@AuthenticationPrincipal Caller caller) {
        return new HostList(
                hosts.list(caller.accountId()).stream().map(this::answer).toList());
    }

    @Operation(summary = "A host")
    @ApiResponse(responseCode = "200", description = "The host")
    @ApiResponse(responseCode = "401", description = "There is no session or API token")
    @ApiResponse(responseCode = "404", description = "There is no such host, or it is somebody else's")
    @GetMapping("/{id}")
    HostAnswer getHost(@PathVariable String id, @AuthenticationPrincipal Caller caller) {
        return hosts.find(id, caller.accountId()).map(this::answer).orElseThrow(HostController::unknown);
    }

    @Operation(summary = "Rename or tag a host")
    @ApiResponse(responseCode = "200", description = "The host as it is now")
    @ApiResponse(responseCode = "401", description = "There is no session or API token")
    @ApiResponse(responseCode = "404", description = "There is no such host, or it is somebody else's")
    @ApiResponse(responseCode = "422", description = "The name or a tag cannot be taken")
    @PatchMapping("/{id}")
    HostAnswer updateHost(
            @PathVariable String id, @RequestBody HostUpdate change, @AuthenticationPrincipal Caller caller) {
        String name = change.name == null ? null : Text.name("name", change.name);
        List<String> tags = change.tags == null ? null : Text.tags(change.tags);
        return hosts.update(id, caller.accountId(), name, tags)
                .map(this::answer)
                .orElseThrow(HostController::unknown);
    }

    @Operation(summary = "Revoke a host")
    @ApiResponse(responseCode = "200", description = "The host as it is now: still read, its agent refused")
    @ApiResponse(responseCode = "401", description = "There is no session or API token")
    @ApiResponse(responseCode = "403", description = "The API token lacks the scope hosts:write")
    @ApiResponse(responseCode = "404", description = "There is no such host, or it is somebody else's")
    @PostMapping("/{id}/revoke")
    HostAnswer revokeHost(@PathVariable String id, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        return hosts.revoke(id, caller.accountId(), Deed.of(caller, request))
                .map(this::answer)
                .orElseThrow(HostController::unknown);
    }

    @Operation(summary = "Delete a host")
    @ApiResponse(responseCode = "204", description = "It is gone for every reader; its agent is refused")
    @ApiResponse(responseCode = "401", description = "There is no session or API token")
    @ApiResponse(responseCode = "404", description = "There is no such host, or it is somebody else's")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteHost(@PathVariable String id, @AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        if (!hosts.delete(id, caller.accountId(), Deed.of(caller, request))) {
            throw unknown();
        }
    }

    private HostAnswer answer(Host host) {
        return HostAnswer.of(host, hosts.isShared(host) ? host.shared() : null);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("There is no such host.");
    }

    record HostList(List<HostAnswer> hosts) {}

    /** A host as its owner sees it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HostAnswer(
            String id,
            String name,
            List<String> tags,
            String state,
            long created,
            long enrolled,
            @Nullable Long shared,
            Map<String, String> resource) {
        static HostAnswer of(Host host, @Nullable Long shared) {
            return new HostAnswer(
                    host.id(),
                    host.name(),
                    host.tags(),
                    text(host.state()),
                    host.created(),
                    host.enrolled(),
                    shared,
                    host.resource());
        }

        private static String text(HostChange.State state) {
            return state.name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is left out stays as it is. */
    record HostUpdate(@Nullable String name, @Nullable List<@Nullable String> tags) {}
}
