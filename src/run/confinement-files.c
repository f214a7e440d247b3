/* Landlock: files, hosts, signals.
 *
 * The kernel's headers may be older than the kernel: what they lack is named here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "run/confinement-private.h"

#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ALL_FILE_RIGHTS_1 ((UINT64_C(1) << 13) - 1)
#define RIGHT_REFER (UINT64_C(1) << 13)    /* ABI 2 */
#define RIGHT_TRUNCATE (UINT64_C(1) << 14) /* ABI 3 */
#define RIGHT_IOCTL (UINT64_C(1) << 15)    /* ABI 5 */
#define RIGHT_BIND_TCP UINT64_C(1)         /* ABI 4 */
#define RIGHT_CONNECT_TCP UINT64_C(2)
#define SCOPE_ABSTRACT_SOCKETS UINT64_C(1) /* ABI 6 */
#define SCOPE_SIGNALS UINT64_C(2)
#define RULE_PORT 2

/* As of ABI 6; kernels that know less look only at as many bytes as they know. */
typedef struct {
  uint64_t files;
  uint64_t hosts;
  uint64_t scopes;
} Rights;

typedef struct {
  uint64_t rights;
  uint64_t port;
} PortRule;

static Rights
rights_of (long version)
{
  Rights rights = {.files = ALL_FILE_RIGHTS_1};
  if (version >= 2)
    rights.files |= RIGHT_REFER;
  if (version >= 3)
    rights.files |= RIGHT_TRUNCATE;
  if (version >= 4)
    rights.hosts = RIGHT_BIND_TCP | RIGHT_CONNECT_TCP;
  if (version >= 5)
    rights.files |= RIGHT_IOCTL;
  if (version >= 6)
    rights.scopes = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
  return rights;
}

static bool
open_folder (int rules, int folder, uint64_t rights)
{
  struct landlock_path_beneath_attr rule = {.allowed_access = rights, .parent_fd = folder};
  return folder < 0 || syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

static bool
open_port (int rules, const Rights *rights, const struct sockaddr_in *address)
{
  if (!address || !rights->hosts)
    return true;
  PortRule rule = {RIGHT_CONNECT_TCP, ntohs(address->sin_port)};
  return syscall(SYS_landlock_add_rule, rules, RULE_PORT, &rule, 0) == 0;
}

GantryWalls
gantry_confine_files (const GantryDoors *doors)
{
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1)
    return 0;
  Rights rights = rights_of(version);
  size_t known = version >= 6 ? sizeof rights : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
  int rules = (int)syscall(SYS_landlock_create_ruleset, &rights, known, 0);
  if (rules < 0)
    return 0;
  bool stands =
      open_folder(rules, doors->proc, LANDLOCK_ACCESS_FS_READ_FILE) &&
      open_folder(rules, doors->temporary, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE) &&
      open_port(rules, &rights, doors->address) && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  close(rules);
  if (!stands)
    return 0;
  return GANTRY_WALL_FILES | (rights.hosts ? GANTRY_WALL_HOSTS : 0) |
         (rights.scopes ? GANTRY_WALL_SIGNALS : 0);
}
