package dev.statusmonitor.auth.host;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hears of hosts as which several machines send, from who sees their samples. */
@RestController
@Tag(name = "internal")
public final class SharedIdentityController {
    private final Hosts hosts;

    public SharedIdentityController(Hosts hosts) {
        this.hosts = hosts;
    }

    @Operation(summary = "Several machines send as this host")
    @PostMapping("/internal/v1/hosts/shared")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void noteShared(@RequestBody Notice notice) {
        if (notice.host != null) {
            hosts.noteShared(notice.host);
        }
    }

    /** Which host; one that there is not changes nothing. */
    record Notice(@Nullable String host) {}
}
