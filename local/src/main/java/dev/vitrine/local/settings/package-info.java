/** What can be set: folders, addresses, ports, patience. */
@NullMarked
package dev.vitrine.local.settings;

import org.jspecify.annotations.NullMarked;
