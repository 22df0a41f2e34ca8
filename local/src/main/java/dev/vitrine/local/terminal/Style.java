package dev.vitrine.local.terminal;

/** How a piece of text stands out. */
public enum Style {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  GOOD("32"),
  WARNING("33"),
  BAD("31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String paint(String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
