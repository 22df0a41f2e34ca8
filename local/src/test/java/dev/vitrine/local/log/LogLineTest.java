package dev.vitrine.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.terminal.Terminal;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  private static final Instant BEFORE = Instant.parse("2026-11-01T10:00:00Z");
  private static final LogView PIPE = new LogView(Terminal.NONE, ZoneOffset.UTC);
  private static final LogView TERMINAL =
      new LogView(new Terminal(true, false, true, 100), ZoneOffset.UTC);

  private static final String ACCESS =
      "{\"timestamp\":\"2026-11-01T10:15:30.123Z\",\"level\":\"INFO\",\"logger\":\"access\","
          + "\"thread\":\"loop-0\",\"message\":\"GET /products 200\",\"service.name\":\"gateway\","
          + "\"http.response.status_code\":200,\"duration_ms\":1.5,\"trace_id\":\"abc\",\"span_id\":\"d\"}";

  @Test
  void aPersonReadsOneLine() {
    LogLine line = LogLine.parse("gateway-1", ACCESS, BEFORE);

    assertThat(TERMINAL.show(line))
        .isEqualTo(
            "10:15:30.123 INFO  gateway-1         GET /products 200"
                + " http.response.status_code=200 duration_ms=1.5 trace_id=abc");
  }

  @Test
  void aProgramReadsWhatWasWritten() {
    assertThat(PIPE.show(LogLine.parse("gateway-1", ACCESS, BEFORE))).isEqualTo(ACCESS);
  }

  @Test
  void messagesAndFieldsNeverBreakTheLine() {
    LogLine line =
        LogLine.parse(
            "gateway-1",
            "{\"level\":\"ERROR\",\"message\":\"one\\n  two\",\"exception.message\":\"a\\nb\","
                + "\"exception.stacktrace\":\"at x\\nat y\",\"nothing\":\"\"}",
            BEFORE);

    assertThat(TERMINAL.readable(line))
        .isEqualTo("10:00:00.000 ERROR gateway-1         one | two exception.message=a b");
  }

  @Test
  void prometheusIsUnderstood() {
    LogLine line =
        LogLine.parse(
            "prometheus-1",
            "ts=2026-11-01T10:15:30.123Z caller=main.go:1 level=warn component=web msg=\"late\"",
            BEFORE);

    assertThat(TERMINAL.readable(line))
        .isEqualTo("10:15:30.123 WARN  prometheus-1      component=web msg=\"late\"");
  }

  @Test
  void postgresqlIsUnderstood() {
    LogLine line =
        LogLine.parse(
            "database",
            "2026-11-01 10:15:30.123 UTC [42] user_service@user_db ERROR:  relation \"x\" does not exist",
            BEFORE);

    assertThat(line.time()).isEqualTo("2026-11-01T10:15:30.123Z");
    assertThat(TERMINAL.readable(line))
        .isEqualTo(
            "10:15:30.123 ERROR database          relation \"x\" does not exist"
                + " (user_service@user_db)");
    assertThat(PIPE.show(line))
        .isEqualTo(
            "{\"timestamp\":\"2026-11-01T10:15:30.123Z\",\"level\":\"ERROR\",\"message\":"
                + "\"relation \\\"x\\\" does not exist (user_service@user_db)\","
                + "\"service.name\":\"database\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-01 10:15:30.123 UTC [42] LOG:  database system is ready",
        "2026-11-01 10:15:30.123 UTC [42] WARNING:  careful"
      })
  void itsOwnLinesHaveNoUser(String text) {
    assertThat(LogLine.parse("database", text, BEFORE).fields().get("message")).doesNotContain("(");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "{ not json", "{\"a\":", "\tat some.Class"})
  void whatIsNoJsonKeepsTheTimeOfTheLineBefore(String text) {
    LogLine line = LogLine.parse("gateway-1", text, BEFORE);

    assertThat(line.time()).isEqualTo(BEFORE);
    assertThat(line.fields()).containsEntry("message", text).containsEntry("level", "INFO");
  }

  @Test
  void aTimestampThatIsNoneIsNoFailure() {
    assertThat(LogLine.parse("x", "{\"timestamp\":\"yesterday\"}", BEFORE).time())
        .isEqualTo(BEFORE);
  }
}
