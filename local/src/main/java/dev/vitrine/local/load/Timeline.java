package dev.vitrine.local.load;

/** The time, and the wish to stop. */
interface Timeline {
  /** Nanoseconds, of which only differences mean anything. */
  long now();

  /** Waits until that time, if it is not over; false as soon as everything is to stop. */
  boolean reaches(long nanos) throws InterruptedException;
}
