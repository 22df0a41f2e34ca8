/** Configuration: sources become one tree, and a tree of records with the path of each fault. */
@NullMarked
package dev.vitrine.platform.config;

import org.jspecify.annotations.NullMarked;
