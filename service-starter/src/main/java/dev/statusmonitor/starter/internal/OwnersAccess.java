package dev.statusmonitor.starter.internal;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the owner's tools reach a running platform.
 *
 * @param url its internal connector
 * @param caller the name that they go by
 * @param key what they sign their assertions with
 */
public record OwnersAccess(URI url, String caller, PrivateKey key) {
    /** A request to an internal route, signed as of now: a GET unless the caller makes it another. */
    public HttpRequest.Builder request(String path, Duration within) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(within)
                .header("Authorization", "Bearer " + ServiceAssertion.sign(caller, key, Instant.now()));
    }

    /** What a problem document says was wrong; {@code otherwise} where the answer is none. */
    public static String detail(String answer, String otherwise) {
        try {
            return JsonMapper.shared().readTree(answer).path("detail").asString(otherwise);
        } catch (JacksonException e) {
            return otherwise;
        }
    }
}
