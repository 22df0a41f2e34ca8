package dev.vitrine.platform.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a single value that is left out, or null, in a section that the defaults of the
 * program do not have: one that is off until somebody writes it, or one of a list or map. The
 * schema tells of it.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {
  /** As it is written in the file. */
  String value();

  /** What it is, for operators: what a comment says in the defaults of the program. */
  String meaning();
}
