package dev.vitrine.local.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Failures of files, in words that a person can act upon. */
public final class FileFault {
  private FileFault() {}

  /** One line, without class names. */
  public static String describe(IOException failure) {
    return switch (failure) {
      case IOException full when DiskSpace.isFull(full) ->
          "the disk is full (" + full.getMessage() + ")";
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case FileSystemException other -> String.valueOf(other.getMessage());
      case IOException other when other.getMessage() == null -> other.getClass().getSimpleName();
      case IOException other -> String.valueOf(other.getMessage());
    };
  }
}
