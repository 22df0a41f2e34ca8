package dev.vitrine.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one who judges reads by the letter. */
class StrictReaderTest {
  private static final String HEAD = "POST /a HTTP/1.1\r\nHost: a\r\n";

  @Test
  void readsOneRequestAfterTheOther() throws IOException {
    StrictReader reader =
        reader(
            HEAD
                + "Content-Length: 2\r\n\r\nok"
                + HEAD
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "2\r\nok\r\n0\r\nX: 1\r\n\r\n"
                + HEAD
                + "\r\n");

    Message counted = request(reader);
    Message chunked = request(reader);
    Message empty = request(reader);

    assertThat(counted.content()).isEqualTo("ok");
    assertThat(chunked.content()).isEqualTo("ok");
    assertThat(chunked.trailers()).containsExactly(new Field("X", "1"));
    assertThat(empty.content()).isEmpty();
    assertThat(reader.requestHead()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /a HTTP/1.1\r\n\r\n",
        "POST /a  HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /a HTTP/1.0\r\nHost: a\r\n\r\n",
        "POST /a HTTP/1.1\nHost: a\n\n",
        HEAD + "Host: b\r\n\r\n",
        HEAD + "X : 1\r\n\r\n",
        HEAD + "X: 1\r\n 2\r\n\r\n",
        HEAD + "X: 1\r2\r\n\r\n",
        HEAD + "X: \0\r\n\r\n",
        HEAD + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        HEAD + "Content-Length: +1\r\n\r\nx",
        HEAD + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        HEAD + "Transfer-Encoding: chunked\r\n\r\n2\r\nokx\r\n0\r\n\r\n",
        HEAD + "Transfer-Encoding: chunked\r\n\r\nx\r\n0\r\n\r\n"
      })
  void forgivesNothing(String request) {
    StrictReader reader = reader(request);

    assertThatThrownBy(() -> request(reader)).isInstanceOf(StrictReader.MalformedException.class);
  }

  @Test
  void tellsAnAnswerThatBreaksOff() throws IOException {
    StrictReader reader = reader("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok");

    assertThat(reader.answer(false)).hasValueSatisfying(one -> assertThat(one.whole()).isFalse());
  }

  private static Message request(StrictReader reader) throws IOException {
    return reader.requestRest(reader.requestHead().orElseThrow());
  }

  private static StrictReader reader(String text) {
    return new StrictReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
