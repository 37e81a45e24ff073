package dev.statusmonitor.history;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final String BASE = "dev.statusmonitor.history";

    private final JavaClasses service = new ClassFileImporter()
            .importUrl(HistoryConfiguration.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation());

    @Test
    void theRolesOfAStoreArePlainJava() {
        classes()
                .that()
                .resideInAPackage(BASE + ".store")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.statusmonitor.contract..", BASE + ".store")
                .check(service);
    }

    @Test
    void onlyTheAdapterKnowsItsTechnology() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".store.questdb..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.questdb..")
                .check(service);
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".store.influxdb..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.influxdb..", "okhttp3..")
                .check(service);
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".store.cassandra..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.datastax..")
                .check(service);
        noClasses()
                .that()
                .resideInAnyPackage(BASE + ".consume..", BASE + ".query..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BASE + ".store.questdb..", BASE + ".store.influxdb..", BASE + ".store.cassandra..")
                .check(service);
    }

    @Test
    void stepsKnowTheStoreAndNotEachOther() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".consume..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".query..")
                .check(service);
        noClasses()
                .that()
                .resideInAPackage(BASE + ".query..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".consume..")
                .check(service);
        noClasses()
                .that()
                .resideInAPackage(BASE + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BASE + ".consume..", BASE + ".query..")
                .check(service);
    }
}
