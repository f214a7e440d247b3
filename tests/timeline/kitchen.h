/* A small run in which waits are ended by others, of every kind that matters: main starts two cooks; one
 * holds the lock that the other wants, and main waits for the ends of both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#define GANTRY_KITCHEN_HEAD                                                                                  \
  "model threads\ncores 2\nfrom virtual\nthing lock kitchen 0\nthing queue orders 2\n"

static const char gantry_kitchen[] = GANTRY_KITCHEN_HEAD
    "0ms main created thread\n0ms main started cpu 0\n"
    "1ms one created thread by main\n1ms one started cpu 1\n"
    "2ms two created thread by main\n3ms two started cpu 0 ready 2ms\n"
    "3ms main wait-join for one\n"
    "4ms two wait-lock for kitchen line 7\n"
    "20ms one running line 8 cpu 1\n30ms one ended ok\n"
    "20ms two woken by one at 20ms\n22ms two running cpu 0 line 9\n"
    "30ms main woken by one at 30ms\n31ms main wait-join for two\n"
    "40ms two ended ok\n40ms main woken by two at 40ms\n41ms main running cpu 0\n50ms main ended ok\n"
    "50ms end ok\n";
