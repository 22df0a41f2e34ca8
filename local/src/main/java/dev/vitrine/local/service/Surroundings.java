package dev.vitrine.local.service;

import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.settings.LocalConfig;
import java.nio.file.Path;
import java.util.Map;

/**
 * What every service of this system has in common.
 *
 * @param home the folder of the launcher, with the built modules
 * @param config what was set
 * @param folders where files are kept
 * @param databasePort where PostgreSQL will be
 * @param environment the variables of the person who started all this
 */
public record Surroundings(
    Path home,
    LocalConfig config,
    Folders folders,
    int databasePort,
    Map<String, String> environment) {}
