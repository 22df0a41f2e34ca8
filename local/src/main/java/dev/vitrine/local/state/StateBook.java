package dev.vitrine.local.state;

import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * The supervisor's copy of the state: each change is in the file before the next one. Any thread.
 */
public final class StateBook {
  private final StateFile file;
  private SystemState state;
  private boolean abandoned;

  /** Opens the book with a first state, and writes it. */
  public StateBook(StateFile file, SystemState first) throws IOException {
    this.file = file;
    this.state = first;
    file.write(first);
  }

  /** Changes the state; when it cannot be written, the change stays and the failure is thrown. */
  public synchronized void change(UnaryOperator<SystemState> change) throws IOException {
    state = change.apply(state);
    if (!abandoned) {
      file.write(state);
    }
  }

  /** The same, where a failure to write it must not get in the way. */
  public void attempt(UnaryOperator<SystemState> change) {
    try {
      change(change);
    } catch (IOException _) {
      // The next change writes this one, too.
      return;
    }
  }

  /** The state as it is now. */
  public synchronized SystemState now() {
    return state;
  }

  /** From now on the file is somebody else's: it is neither written nor deleted. */
  public synchronized void abandon() {
    abandoned = true;
  }

  /** Nothing runs any more. */
  public synchronized void close() throws IOException {
    if (!abandoned) {
      file.delete();
    }
  }
}
