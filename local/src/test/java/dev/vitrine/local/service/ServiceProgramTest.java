package dev.vitrine.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.settings.LocalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProgramTest {
  @TempDir Path folder;

  @Test
  void anAddressCountsOnlyFromTheProcessThatWroteIt() throws IOException {
    AddressFile file = new AddressFile(folder.resolve("run/gateway-1.json"));
    file.clear();
    assertThat(file.of(7)).isEmpty();

    Files.writeString(file.path(), "{\"pid\":7,\"port\":8080,\"management_port\":8081}");

    assertThat(file.of(7)).contains(new Endpoint(8080, 8081));
    assertThat(file.of(8)).isEmpty();
    file.clear();
    assertThat(file.of(7)).isEmpty();
  }

  @Test
  void anArchiveOfClassesThatWasNeverFinishedIsRemoved() throws IOException {
    Path archive = Files.write(folder.resolve("gateway.jsa"), new byte[4096]);

    assertThat(ClassArchive.flags(folder.resolve("gateway.jar")))
        .contains("-XX:SharedArchiveFile=" + archive);
    assertThat(archive).doesNotExist();

    Files.write(archive, new byte[] {1});
    assertThat(ClassArchive.flags(folder.resolve("gateway.jar"))).hasSize(3);
    assertThat(archive).doesNotExist();
  }

  @Test
  void anArchiveThatTheJvmWroteIsKept() throws IOException, InterruptedException {
    Path archive = folder.resolve("gateway.jsa");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    new ProcessBuilder(java, "-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-version")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
    assertThat(archive).exists();

    assertThat(ClassArchive.flags(folder.resolve("gateway.jar"))).isNotEmpty();

    assertThat(archive).exists();
  }

  @Test
  void onesOwnOptionsComeLast() throws IOException {
    LocalConfig config =
        LocalConfig.of(Map.of("VITRINE_LOCAL_GATEWAY_JAVA_OPTIONS", " -Xmx1g   -Da=b "));
    Surroundings here = new Surroundings(folder, config, config.folders(folder), 1, Map.of());

    assertThat(ServiceCommand.of(here, Service.GATEWAY))
        .containsSubsequence("-Xmx128m", "-Xmx1g", "-Da=b", "-jar")
        .endsWith(folder.resolve("gateway/target/gateway.jar").toString());
    assertThat(ServiceCommand.of(here, Service.USER_SERVICE)).doesNotContain("-Xmx1g", "");
  }

  @Test
  void aReplicaIsNumberedOnlyWhereThereAreSeveral() {
    Replicas replicas = Replicas.oneEach().with(Service.PRODUCT_SERVICE, 2);

    assertThat(replicas.nameOf("product-service", 2)).isEqualTo("product-service 2");
    assertThat(replicas.nameOf("user-service", 1)).isEqualTo("user-service");
    assertThat(replicas.nameOf("database", 1)).isEqualTo("database");
    assertThat(replicas.usingDatabase()).isEqualTo(3);
  }
}
