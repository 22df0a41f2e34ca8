package dev.vitrine.platform.telemetry;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Points in time as logs have them, in UTC, to the millisecond: {@code 2026-11-01T10:15:30.123Z}. A
 * busy process writes many lines of one second, whose timestamps begin alike. For one thread at a
 * time.
 */
final class Timestamps {
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  private static final int NANOS_OF_MILLI = 1_000_000;

  private long second = Long.MIN_VALUE;
  private String begin = "";

  String of(Instant instant) {
    if (instant.getEpochSecond() != second) {
      begin = SECOND.format(instant);
      second = instant.getEpochSecond();
    }
    int millis = instant.getNano() / NANOS_OF_MILLI;
    String zeros = millis < 10 ? "00" : millis < 100 ? "0" : "";
    return begin + zeros + millis + "Z";
  }
}
