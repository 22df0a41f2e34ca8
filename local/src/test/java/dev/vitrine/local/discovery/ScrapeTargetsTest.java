package dev.vitrine.local.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.service.Service;
import dev.vitrine.local.settings.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeTargetsTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);

  @TempDir Path folder;
  private ScrapeTargets targets;

  @BeforeEach
  void begin() throws IOException {
    targets = new ScrapeTargets(folder.resolve("targets"), List.of("gateway", "user-service"));
  }

  @Test
  void aServiceWithoutAProcessHasAnEmptyFile() throws IOException {
    assertThat(read("gateway")).isEqualTo("[{\"targets\":[]}]");
    assertThat(read("user-service")).isEqualTo("[{\"targets\":[]}]");
  }

  @Test
  void everyReplicaIsListedWhereItIsNow() throws IOException {
    targets.put("user-service", 2, "127.0.0.1:4001");
    targets.put("user-service", 1, "127.0.0.1:3001");
    targets.put("user-service", 2, "127.0.0.1:5001");

    assertThat(read("user-service"))
        .isEqualTo("[{\"targets\":[\"127.0.0.1:3001\",\"127.0.0.1:5001\"]}]");
    assertThat(read("gateway")).isEqualTo("[{\"targets\":[]}]");
  }

  @Test
  void whatIsKnownIsNotWrittenAgain() throws IOException {
    targets.put("gateway", 1, "127.0.0.1:8081");
    Files.setLastModifiedTime(file("gateway"), LONG_AGO);

    targets.put("gateway", 1, "127.0.0.1:8081");

    assertThat(Files.getLastModifiedTime(file("gateway"))).isEqualTo(LONG_AGO);
  }

  @Test
  void whatHasNoMetricsHasNoFile() throws IOException {
    targets.put("database", 1, "");

    assertThat(file("database")).doesNotExist();
  }

  /** The agent of {@code observability/compose.yaml}, which sees the folder of the whole. */
  @Test
  void areWhereTheScraperReadsThem() throws IOException {
    Path targets = new Folders(Path.of("/vitrine/.vitrine")).scrapeTargets();

    String scraper = Files.readString(Path.of("../observability/prometheus/scraper.yaml"));

    assertThat(Service.words())
        .allSatisfy(service ->
            assertThat(scraper)
                .contains("[" + targets.resolve(ScrapeTargets.fileName(service)) + "]"));
  }

  private String read(String service) throws IOException {
    return Files.readString(file(service));
  }

  private Path file(String service) {
    return folder.resolve("targets").resolve(service + ".json");
  }
}
