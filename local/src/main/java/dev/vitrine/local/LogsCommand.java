package dev.vitrine.local;

import dev.vitrine.local.log.LogFolder;
import dev.vitrine.local.log.LogReader;
import dev.vitrine.local.terminal.Complaint;
import java.io.IOException;

/** {@code logs}: shows what the processes say, as one. */
final class LogsCommand {
  private final Invocation invocation;

  LogsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  int run(Command.Logs logs) throws IOException, InterruptedException {
    LogFolder folder = new LogFolder(invocation.folders().logs());
    LogReader reader = new LogReader(folder, invocation.terminal(), invocation.out());
    boolean found = reader.last(logs.service(), logs.lines());
    if (!found && !folder.all().isEmpty()) {
      Complaint.say(
          "there is no log of "
              + logs.service()
              + "; there is one of "
              + String.join(", ", folder.sources()));
      return ExitCode.FAILED;
    }
    if (logs.then() == Command.Then.FOLLOW) {
      reader.follow(logs.service());
    } else if (!found) {
      Complaint.say("there are no logs yet: ./vitrine up makes some");
    }
    return ExitCode.OK;
  }
}
