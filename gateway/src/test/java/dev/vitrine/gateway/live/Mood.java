package dev.vitrine.gateway.live;

/** How a shop treats the requests that it gets. */
enum Mood {
  WELL,
  /** Each answer takes a hundred times as long. */
  SLOW,
  /** Everything is answered with 503. */
  UNAVAILABLE,
  /** Every connection breaks in the place of an answer. */
  RESETTING,
  /** Every answer breaks off within its content. */
  BREAKING;

  int slowness() {
    return this == SLOW ? 100 : 1;
  }
}
