package dev.statusmonitor.auth.host;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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
    @PostMapping("/internal/v1/hosts/{id}/shared")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void noteShared(@PathVariable String id) {
        hosts.noteShared(id);
    }
}
