/** The demo catalog: a thousand products of a shop that does not exist, and how they get there. */
@NullMarked
package dev.vitrine.local.catalog;

import org.jspecify.annotations.NullMarked;
