# Completion of gantry-cli for fish. Commands, options and scenarios are what the program itself says they are.
# SPDX-License-Identifier: GPL-3.0-or-later

function __gantry_cli_commands
    LC_ALL=C gantry-cli --help 2>/dev/null | string replace -rf '^  ([a-z]+) .*  +(.*)' '$1\t$2'
end

function __gantry_cli_options
    set -l words (commandline -opc)
    LC_ALL=C gantry-cli $words[2] --help 2>/dev/null | string replace -rf '^  (?:-[a-z], |    )(--[a-z-]+)\S*(?: \S+)?  +(.*)' '$1\t$2'
end

function __gantry_cli_scenarios
    LC_ALL=C gantry-cli list 2>/dev/null | string replace -r '^(\S+) +(.*?)  .*' '$1\t$2'
end

function __gantry_cli_after
    contains -- (commandline -opc)[-1] $argv
end

complete -c gantry-cli -n __fish_use_subcommand -f -a '(__gantry_cli_commands)'
complete -c gantry-cli -n __fish_use_subcommand -f -a '--help --version'
complete -c gantry-cli -n 'not __fish_use_subcommand; and string match -q -- "-*" (commandline -ct)' -f -a '(__gantry_cli_options)'
complete -c gantry-cli -n '__fish_seen_subcommand_from run show compare; and not __gantry_cli_after -o --output' -a '(__gantry_cli_scenarios)'
complete -c gantry-cli -n '__gantry_cli_after --on' -f -a 'threads processes async simulated'
complete -c gantry-cli -n '__gantry_cli_after --on-cpu-from' -f -a 'kernel self'
complete -c gantry-cli -n '__gantry_cli_after --theme' -f -a 'light dark print contrast contrast-dark'
complete -c gantry-cli -n '__gantry_cli_after --words' -f -a 'plain textbook linux'
complete -c gantry-cli -n '__gantry_cli_after --arrows' -f -a 'all none'
complete -c gantry-cli -n '__gantry_cli_after --density' -f -a 'normal compact large'
complete -c gantry-cli -n '__gantry_cli_after --align' -f -a 'start end'
complete -c gantry-cli -n '__gantry_cli_after --format' -f -a 'png svg pdf gantry json pftrace csv'
