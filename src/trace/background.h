/* Work beside the main thread, also where the machine refuses another one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

/* As g_task_run_in_thread(); but without another thread the work is done at once on this one, as nobody knows
 * when there will be one (GLib's own keeps it for that time, and says nothing). The task's callback is called
 * later either way, from its context, where the task is let go of, too. From the thread of that context. */
void gantry_run_in_background (GTask *task, GTaskThreadFunc work);
