package dev.statusmonitor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "STATUSMONITOR_PLATFORM", "https://a.example.org/",
            "STATUSMONITOR_IDENTITY", "/var/lib/a",
            "STATUSMONITOR_CODE", "secret-code",
            "STATUSMONITOR_NAME", " web 1 ");

    @Test
    void comeFromTheEnvironment() {
        assertThat(parse(List.of(), ENVIRONMENT))
                .isEqualTo(new Options(
                        URI.create("https://a.example.org"), Path.of("/var/lib/a"), "secret-code", "web 1", null));
    }

    @Test
    void areOverriddenByTheCommandLine() {
        Options options = parse(
                List.of("--platform", "http://127.0.0.1:8080", "--name=db", "--identity", "/x/../y"), ENVIRONMENT);

        assertThat(options)
                .isEqualTo(new Options(URI.create("http://127.0.0.1:8080"), Path.of("/y"), "secret-code", "db", null));
    }

    @Test
    void mayLackCodeAndName() {
        Options options = parse(List.of("--platform", "http://h", "--identity", "/d"), Map.of());

        assertThat(options.code()).isNull();
        assertThat(options.name()).isNull();
        assertThat(options.caFile()).isNull();
    }

    @Test
    void mayNameTheCertificatesToTrust() {
        var environment = Map.of("STATUSMONITOR_CA_FILE", "/etc/ca.pem");
        var needed = List.of("--platform", "https://h", "--identity", "/d");

        assertThat(parse(needed, environment).caFile()).isEqualTo(Path.of("/etc/ca.pem"));
        assertThat(parse(List.of("--platform", "https://h", "--identity", "/d", "--ca-file", "/x.pem"), environment)
                        .caFile())
                .isEqualTo(Path.of("/x.pem"));
    }

    @Test
    void boundTheBuffer() {
        var environment = Map.of("STATUSMONITOR_BUFFER_SIZE", "16");
        var arguments = List.of("--platform", "https://h", "--identity", "/d", "--buffer-age", "2");

        assertThat(parse(arguments, environment).buffer())
                .isEqualTo(new Options.Buffer(16 << 20, java.time.Duration.ofHours(2)));
        refused(
                "--buffer-age is a whole number from 1 to 23, not 24",
                "--platform",
                "http://h",
                "--identity",
                "/d",
                "--buffer-age",
                "24");
        refused("--buffer-size is a whole number", "--platform", "http://h", "--identity", "/d", "--buffer-size", "1G");
    }

    @Test
    void doNotPrintTheCode() {
        assertThat(parse(List.of(), ENVIRONMENT).toString()).doesNotContain("secret-code");
    }

    @Test
    void sayWhatIsWrong() {
        refused("There is no option --platfrom.", "--platfrom", "http://h");
        refused("A value is missing after --name.", "--name");
        refused("The value of --name is empty.", "--name=");
        refused("--platform (or STATUSMONITOR_PLATFORM) is missing.", "--identity", "/d");
        for (String address :
                List.of("ftp://h", "h:8080", "http://", "https://u:p@h", "https://h/?q", "https://h/ x")) {
            refused("not " + address, "--identity", "/d", "--platform", address);
        }
    }

    @Test
    void comeFromAFileBeforeAllElse() {
        Map<String, String> file =
                Map.of("platform", "https://file", "identity", "/file", "name", "of the file", "ca-file", "");

        assertThat(Options.parse(List.of("--config", "/x", "--name", "said"), Map.of(), read("/x", file)))
                .isEqualTo(new Options(URI.create("https://file"), Path.of("/file"), null, "said", null));
        assertThat(Options.parse(
                        List.of(),
                        Map.of("STATUSMONITOR_CONFIG", "/y", "STATUSMONITOR_PLATFORM", "https://variable"),
                        read("/y", file)))
                .isEqualTo(new Options(URI.create("https://variable"), Path.of("/file"), null, "of the file", null));
    }

    @Test
    void ofAFileMustBeOnesThatThereAre() {
        assertThatThrownBy(() ->
                        Options.parse(List.of("--config", "/x"), Map.of(), read("/x", Map.of("platfrom", "https"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("In /x: there is no setting platfrom. There are: platform, identity");
    }

    private static Function<Path, Map<String, String>> read(String path, Map<String, String> lines) {
        return file -> {
            assertThat(file).isEqualTo(Path.of(path));
            return lines;
        };
    }

    private static Options parse(List<String> arguments, Map<String, String> environment) {
        return Options.parse(arguments, environment, file -> {
            throw new AssertionError("no file was named");
        });
    }

    private static void refused(String sentence, String... arguments) {
        assertThatThrownBy(() -> parse(List.of(arguments), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }
}
