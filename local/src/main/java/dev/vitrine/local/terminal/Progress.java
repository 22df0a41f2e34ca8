package dev.vitrine.local.terminal;

import java.util.List;

/** Tells how the work goes. Any thread. */
public interface Progress {
  /** Something is done: "user-service 1", "http://127.0.0.1:3000". */
  void done(String what, String detail);

  /** What is being done just now; the next word of any kind takes its place. */
  void doing(String what);

  /** Something worth knowing, such as a process that is started again. */
  void notice(String what);

  /** Something went wrong; the details are shown below it, one a line. */
  void failed(String what, List<String> details);
}
