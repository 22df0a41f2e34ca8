package dev.vitrine.local.supervisor;

import dev.vitrine.local.service.Replicas;
import dev.vitrine.local.service.Selection;
import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.settings.LocalConfig;
import java.nio.file.Path;
import java.util.Map;

/**
 * What is to be started.
 *
 * @param home the folder of the launcher, with the built modules
 * @param config what was set
 * @param environment the variables of the person who starts it
 * @param selection how many of each service, and what else
 */
public record Plan(
    Path home, LocalConfig config, Map<String, String> environment, Selection selection) {
  /** How many of each service. */
  public Replicas replicas() {
    return selection.replicas();
  }

  /** Where files are kept. */
  public Folders folders() {
    return config.folders(home);
  }
}
