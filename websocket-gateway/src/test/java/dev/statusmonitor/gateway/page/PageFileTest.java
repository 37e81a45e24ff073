package dev.statusmonitor.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageFileTest {
    private static final PageFile FILE =
            new PageFile("assets/app-1a2b3c.js", new byte[] {1}, new byte[] {2}, new byte[] {3});

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    -,                          -
                    '',                         -
                    identity,                   -
                    gzip,                       gzip
                    'gzip, deflate, br, zstd',  br
                    'gzip;q=1.0, br;q=0',       gzip
                    'br;q=0.0, gzip;q=0',       -
                    'GZIP',                     gzip
                    'br ; q=0.5',               br
                    """)
    void choosesTheSmallestThatTheClientUnpacks(@Nullable String accept, @Nullable String coding) {
        assertThat(FILE.body(accept).coding()).isEqualTo(coding);
    }

    @Test
    void tellsFormsApart() {
        assertThat(FILE.body("br").bytes()).containsExactly(2);
        assertThat(FILE.body("gzip").bytes()).containsExactly(3);
        assertThat(FILE.body(null).bytes()).containsExactly(1);
        assertThat(FILE.body("br").etag()).isNotEqualTo(FILE.body("gzip").etag());
        assertThat(new PageFile("a.js", new byte[] {1}, null, null).body("br").etag())
                .isEqualTo(FILE.body(null).etag());
    }

    @Test
    void knowsWhatNeverChanges() {
        assertThat(FILE.immutable()).isTrue();
        assertThat(new PageFile("index.html", new byte[0], null, null).immutable())
                .isFalse();
    }

    @Test
    void findsFilesAndThePageForAddressesThatItMakesUp() {
        PageFile index = new PageFile("index.html", new byte[0], null, null);
        var dashboard = new Dashboard(Map.of("index.html", index, FILE.path(), FILE));

        assertThat(dashboard.find("/")).isEqualTo(index);
        assertThat(dashboard.find("/index.html")).isEqualTo(index);
        assertThat(dashboard.find("/hosts/h1")).isEqualTo(index);
        assertThat(dashboard.find("/assets/app-1a2b3c.js")).isEqualTo(FILE);
        assertThat(dashboard.find("/assets/app-old.js")).isNull();
        assertThat(dashboard.find("/favicon.ico")).isNull();
        assertThat(new Dashboard(Map.of()).find("/")).isNull();
    }
}
