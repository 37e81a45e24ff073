package dev.statusmonitor.standalone.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what there is to set. {@code -Dwrite-documents} writes it anew. */
class ConfigurationReferenceTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final String BEGIN =
            "<!-- Made by ConfigurationReferenceTest of what the services' settings say of themselves. -->\n";
    private static final String END = "\n<!-- The end of what is made. -->\n";
    private static final String SETTINGS_FILE = "statusmonitor.properties";
    private static final Pattern NAME = Pattern.compile("`(statusmonitor(?:\\.[a-z][a-z0-9-]*)+)[`=\\[]");

    @Test
    void theReferenceIsThatOfTheSettings() throws IOException {
        var reference = ConfigurationReference.read();
        assertThat(reference.isEmpty()).isFalse();
        assertThat(reference.withoutDescription()).isEmpty();
        String text = Files.readString(DOCUMENT);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertThat(begin).isGreaterThan(BEGIN.length());
        assertThat(end).isGreaterThanOrEqualTo(begin);
        String wanted = text.substring(0, begin) + reference.markdown() + text.substring(end);
        if (Boolean.getBoolean("write-documents")) {
            Files.writeString(DOCUMENT, wanted);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("it is old; write it anew: mvn -pl standalone -am -Dwrite-documents=true"
                        + " -Dtest=ConfigurationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false test")
                .isEqualTo(wanted);
    }

    @Test
    void everySettingThatIsNamedIsThere() throws IOException {
        var reference = ConfigurationReference.read();
        var names = NAME.matcher(Files.readString(DOCUMENT))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.equals(SETTINGS_FILE));
        assertThat(names).isNotEmpty().allMatch(reference::knows);
    }
}
