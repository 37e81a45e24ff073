package dev.statusmonitor.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** What keeps five services apart that share one context. This is the one module that sees them all. */
@AnalyzeClasses(packages = "dev.statusmonitor", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String AUTH = "dev.statusmonitor.auth..";
    private static final String INGESTION = "dev.statusmonitor.ingestion..";
    private static final String HISTORY = "dev.statusmonitor.history..";
    private static final String ALERTS = "dev.statusmonitor.alerts..";
    private static final String GATEWAY = "dev.statusmonitor.gateway..";
    private static final String STANDALONE = "dev.statusmonitor.standalone..";
    private static final String EMBEDDED = "dev.statusmonitor.embedded..";
    private static final String AGENT = "dev.statusmonitor.agent..";

    @ArchTest
    static final ArchRule AUTH_KNOWS_NO_OTHER = isAlone(AUTH, INGESTION, HISTORY, ALERTS, GATEWAY);

    @ArchTest
    static final ArchRule INGESTION_KNOWS_NO_OTHER = isAlone(INGESTION, AUTH, HISTORY, ALERTS, GATEWAY);

    @ArchTest
    static final ArchRule HISTORY_KNOWS_NO_OTHER = isAlone(HISTORY, AUTH, INGESTION, ALERTS, GATEWAY);

    @ArchTest
    static final ArchRule GATEWAY_KNOWS_NO_OTHER = isAlone(GATEWAY, AUTH, INGESTION, HISTORY, ALERTS);

    @ArchTest
    static final ArchRule ALERTS_KNOW_NO_OTHER = isAlone(ALERTS, AUTH, INGESTION, HISTORY, GATEWAY);

    @ArchTest
    static final ArchRule WHAT_ALL_SHARE_KNOWS_NONE = noClasses()
            .that()
            .resideInAnyPackage("dev.statusmonitor.contract..", "dev.statusmonitor.starter..", EMBEDDED, AGENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(AUTH, INGESTION, HISTORY, ALERTS, GATEWAY, STANDALONE);

    /** Cores: what happens to a sample, a text or a frame, without a framework. */
    @ArchTest
    static final ArchRule CORES_ARE_PLAIN_JAVA = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.statusmonitor.contract..",
                    AGENT,
                    "dev.statusmonitor.auth.input",
                    "dev.statusmonitor.auth.secret",
                    "dev.statusmonitor.ingestion.validate",
                    "dev.statusmonitor.history.store",
                    "dev.statusmonitor.alerts.evaluate",
                    "dev.statusmonitor.gateway.push")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "jakarta..", "io.lettuce..")
            .allowEmptyShould(true);

    /** What all services have: by type alone, one would get another's. */
    private static final Set<String> SHARED_TYPES = Set.of(
            "javax.sql.DataSource",
            "org.flywaydb.core.Flyway",
            "org.springframework.jdbc.core.simple.JdbcClient",
            "org.springframework.transaction.PlatformTransactionManager",
            "org.springframework.transaction.support.TransactionTemplate",
            "org.springframework.kafka.core.KafkaTemplate",
            "org.springframework.kafka.core.ProducerFactory",
            "org.springframework.kafka.core.ConsumerFactory",
            "org.springframework.security.oauth2.jwt.JwtDecoder",
            "org.springframework.security.web.SecurityFilterChain",
            "dev.statusmonitor.starter.token.RouteRules",
            "tools.jackson.databind.json.JsonMapper",
            "tools.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "io.lettuce.core.RedisClient");

    @ArchTest
    static final ArchRule WHAT_ALL_HAVE_IS_INJECTED_BY_NAME =
            codeUnits().that(areCalledBySpring()).should(qualifyParametersOfSharedTypes());

    @ArchTest
    static final ArchRule NO_FIELD_IS_INJECTED =
            fields().should().notBeAnnotatedWith(Autowired.class).allowEmptyShould(true);

    @ArchTest
    static final ArchRule NULL_IS_SAID = classes().should(liveInANullMarkedPackage());

    @ArchTest
    static final ArchRule PACKAGES_ARE_NAMED_AFTER_WHAT_HAPPENS_IN_THEM = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..utils..", "..common..", "..impl..", "..dto..", "..manager..", "..helper..");

    private static ArchRule isAlone(String service, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(service)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(STANDALONE, EMBEDDED)
                // One that is not there yet depends on nobody.
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaCodeUnit> areCalledBySpring() {
        return DescribedPredicate.describe(
                "are bean methods or constructors of components",
                unit -> unit.isAnnotatedWith(Bean.class)
                        || unit.isAnnotatedWith(Autowired.class)
                        || (unit instanceof JavaConstructor && unit.getOwner().isMetaAnnotatedWith(Component.class)));
    }

    private static ArchCondition<JavaCodeUnit> qualifyParametersOfSharedTypes() {
        return new ArchCondition<>("qualify their parameters of types that all services have") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                for (JavaParameter parameter : unit.getParameters()) {
                    JavaClass type = parameter.getRawType();
                    boolean shared = SHARED_TYPES.stream().anyMatch(type::isAssignableTo);
                    if (shared && !parameter.isAnnotatedWith(Qualifier.class)) {
                        events.add(SimpleConditionEvent.violated(
                                unit,
                                unit.getFullName() + " takes a " + type.getSimpleName() + " without a @Qualifier "
                                        + unit.getSourceCodeLocation()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetAnnotationOfType(NullMarked.class)
                        .isPresent();
                if (!marked) {
                    events.add(SimpleConditionEvent.violated(
                            type, "package " + type.getPackageName() + " of " + type.getSimpleName() + " is not"));
                }
            }
        };
    }
}
