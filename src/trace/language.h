/* The language of texts for people: translations wherever they are, and those of the built-in scenarios.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

/* Sets the locale and binds the translations: those of the build folder or the installation that the program
 * stands in, else those of the configured prefix. Where the language that is wished for (LC_ALL, LC_MESSAGES,
 * LANG) has no locale on this system, its words are used all the same, with the numbers of C.UTF-8; text is
 * always UTF-8. Once, at the start, before there are threads: it may set LANGUAGE in the environment. */
void gantry_language_init (void);

/* A title, topic or about line of a scenario in the user's language: built-in ones are translated
 * (data/po/scenario-texts.h), all others are returned as they are. Borrowed, as long as `text` lives. */
const char *gantry_scenario_text (const char *text);
/* The same for an about of several lines, with an empty line between them, each translated by itself. Owned
 * by the caller. */
char *gantry_scenario_about (const char *about);
