package dev.statusmonitor.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.ProblemTypes;
import java.lang.reflect.Field;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProblemPagesTest {
    @Test
    void explainsEveryType() throws Exception {
        for (Field type : ProblemTypes.class.getDeclaredFields()) {
            ProblemPages.Page page = Objects.requireNonNull(ProblemPages.find((String) type.get(null)), type.getName());

            assertThat(page.text()).endsWith(".");
            assertThat(page.html()).contains(page.title(), page.text()).doesNotContain("<script");
            assertThat(page.title() + page.text()).doesNotContainPattern("[<>&]");
        }
    }
}
