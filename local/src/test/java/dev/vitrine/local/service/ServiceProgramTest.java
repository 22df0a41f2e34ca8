package dev.vitrine.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.settings.LocalConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProgramTest {
  private static final byte[] FINISHED = {(byte) 0xa8, (byte) 0xab, 0x0b, (byte) 0xf0, 0, 0};

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
  void everyBuildHasAnArchiveOfItsOwn() throws IOException {
    Path jar = Files.writeString(folder.resolve("gateway.jar"), "one");
    Path library = folder.resolve("lib/some.jar");
    Path first = archive(jar);
    Files.write(first, FINISHED);

    assertThat(archive(jar)).as("nothing has changed").isEqualTo(first).exists();
    Files.writeString(jar, "another");
    Path second = archive(jar);
    assertThat(second).as("the program has changed").isNotEqualTo(first);
    assertThat(first).as("nobody needs it any more").doesNotExist();
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(library, "one");
    assertThat(archive(jar)).as("a library has come").isNotEqualTo(second);
  }

  @Test
  void anArchiveThatWasNeverFinishedIsRemoved() throws IOException {
    Path jar = Files.writeString(folder.resolve("gateway.jar"), "one");

    for (int bytes : new int[] {0, 1, 4096}) {
      Path archive = Files.write(archive(jar), new byte[bytes]);
      assertThat(archive(jar)).doesNotExist().isEqualTo(archive);
    }
  }

  @Test
  void theArchivesOfOthersAreLeftAlone() throws IOException {
    Path jar = Files.writeString(folder.resolve("gateway.jar"), "one");
    Path other = Files.write(folder.resolve("user-service-1234.jsa"), FINISHED);

    archive(jar);

    assertThat(other).exists();
  }

  @Test
  void anArchiveThatTheJvmWroteCountsAsFinished() throws IOException, InterruptedException {
    Path jar = Files.writeString(folder.resolve("gateway.jar"), "one");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(ClassArchive.flags(jar));
    command.add("-version");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();

    assertThat(archive(jar)).exists();
    assertThat(said).doesNotContain("[cds", "warning");
  }

  @Test
  void onesOwnOptionsComeLast() throws IOException {
    for (Service service : Service.values()) {
      Files.createDirectories(service.jar(folder).resolveSibling(""));
      Files.writeString(service.jar(folder), "");
    }
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

  private static Path archive(Path jar) throws IOException {
    String flag = ClassArchive.flags(jar).get(1);
    return Path.of(flag.substring(flag.indexOf('=') + 1));
  }
}
