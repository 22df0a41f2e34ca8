package dev.vitrine.local.load;

/** Time that passes when somebody waits for it, or says so. */
final class FakeTimeline implements Timeline {
  private long now;
  private long end = Long.MAX_VALUE;

  /** Everything is to stop at that time. */
  FakeTimeline stoppingAt(long nanos) {
    end = nanos;
    return this;
  }

  void pass(long nanos) {
    now += nanos;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public boolean reaches(long nanos) {
    now = Math.max(now, nanos);
    return now < end;
  }
}
