/** What runs, shown: to a person as a table with commands to try, to a program as JSON. */
@NullMarked
package dev.vitrine.local.view;

import org.jspecify.annotations.NullMarked;
