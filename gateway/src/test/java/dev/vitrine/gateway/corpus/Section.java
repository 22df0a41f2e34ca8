package dev.vitrine.gateway.corpus;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** Cases of one subject, in the order of its file. */
record Section(String title, List<Case> cases) {
  private static final List<String> FILES =
      List.of(
          "request-line",
          "host",
          "request-fields",
          "content-length",
          "transfer-encoding",
          "chunked",
          "content",
          "connection",
          "pipelining",
          "response-head",
          "response-content",
          "response-framing",
          "http2-fields",
          "http2-content",
          "http2-floods");

  private static final ObjectMapper YAML =
      YAMLMapper.builder(new YAMLFactory())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  Section {
    cases = List.copyOf(cases);
  }

  /** The whole corpus. */
  static List<Section> all() {
    return FILES.stream().map(file -> read(file + ".yaml", Section.class)).toList();
  }

  /** A file beside the corpus. */
  static <T> T read(String file, Class<T> type) {
    try (InputStream in = Section.class.getResourceAsStream(file)) {
      return YAML.readValue(Objects.requireNonNull(in, file), type);
    } catch (IOException malformed) {
      throw new IllegalStateException(file + ": " + malformed.getMessage(), malformed);
    }
  }
}
