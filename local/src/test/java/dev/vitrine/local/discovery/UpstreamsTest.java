package dev.vitrine.local.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamsTest {
  @TempDir Path folder;
  private Path file;
  private Upstreams upstreams;

  @BeforeEach
  void begin() throws IOException {
    file = folder.resolve("upstreams.json");
    upstreams = new Upstreams(file, List.of("user-service", "product-service"));
  }

  @Test
  void beginsWithServicesThatHaveNoAddress() throws IOException {
    assertThat(read()).isEqualTo(tree("{'upstreams':{'product-service':[],'user-service':[]}}"));
  }

  @Test
  void liststheReplicasInTheirOrder() throws IOException {
    upstreams.put("product-service", 2, address(9000));
    upstreams.put("product-service", 1, address(8000));

    assertThat(read())
        .isEqualTo(
            tree(
                "{'upstreams':{'product-service':["
                    + "{'address':'127.0.0.1:8000','management':'127.0.0.1:8001'},"
                    + "{'address':'127.0.0.1:9000','management':'127.0.0.1:9001'}],"
                    + "'user-service':[]}}"));
  }

  @Test
  void isWrittenOnlyWhenSomethingChanges() throws IOException {
    upstreams.put("user-service", 1, address(3000));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1000));

    upstreams.put("user-service", 1, address(3000));
    upstreams.put("database", 1, address(5000));
    assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1000);

    upstreams.put("user-service", 1, address(4000));
    assertThat(Files.readString(file)).contains("127.0.0.1:4000").doesNotContain("3000", "5000");
  }

  private JsonNode read() throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(file));
  }

  private static JsonNode tree(String json) throws IOException {
    return new ObjectMapper().readTree(json.replace('\'', '"'));
  }

  private static Upstreams.Addresses address(int port) {
    return new Upstreams.Addresses("127.0.0.1:" + port, "127.0.0.1:" + (port + 1));
  }
}
