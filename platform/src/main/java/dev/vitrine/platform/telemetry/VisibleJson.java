package dev.vitrine.platform.telemetry;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.vitrine.platform.text.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Escapes in JSON, beyond what JSON asks for, what would steer a terminal that shows it: who reads
 * the JSON gets the same text.
 */
final class VisibleJson extends CharacterEscapes {
  private static final long serialVersionUID = 1L;
  private static final char DELETE = 0x7f;
  private static final int[] CODES = standardAsciiEscapesForJSON();

  static {
    CODES[DELETE] = ESCAPE_STANDARD;
  }

  /** Each generator asks for them, and changes none. */
  @Override
  public int[] getEscapeCodesForAscii() {
    return CODES;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int c) {
    return Visible.isUnsafe((char) c) ? new SerializedString(Visible.escaped((char) c)) : null;
  }
}
