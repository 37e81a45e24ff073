package dev.statusmonitor.starter.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SameOriginFilterTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    GET,    cross-site,  https://evil.example,      true
                    POST,   -,           -,                         true
                    POST,   same-origin, https://status.example,    true
                    POST,   none,        -,                         true
                    POST,   cross-site,  https://status.example,    false
                    POST,   same-site,   https://other.example,     false
                    DELETE, -,           https://status.example,    true
                    DELETE, -,           https://STATUS.example,    true
                    DELETE, -,           https://evil.example,      false
                    PATCH,  -,           https://status.example:81, false
                    PUT,    -,           null,                      false
                    PUT,    -,           :::,                       false
                    """)
    void letsUnsafeMethodsThroughFromTheSameOriginAlone(String method, String site, String origin, boolean through)
            throws Exception {
        var request = new MockHttpServletRequest(method, "/api/v1/hosts");
        request.addHeader("Host", "status.example");
        if (site != null) {
            request.addHeader("Sec-Fetch-Site", site);
        }
        if (origin != null) {
            request.addHeader("Origin", origin);
        }
        var response = new MockHttpServletResponse();
        var chain = new MockFilterChain();

        new SameOriginFilter().doFilter(request, response, chain);

        assertThat(chain.getRequest() != null).isEqualTo(through);
        assertThat(response.getStatus()).isEqualTo(through ? 200 : 403);
    }
}
