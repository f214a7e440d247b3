/* Bad texts, and every error that is told about each: place and words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support.h"

#include <string.h>

typedef struct {
  const char *text;
  const char *errors;
} BadText;

static const BadText lexical_errors[] = {
    {"main:\n    compute 20mz\n", "2:15: unknown unit ‘mz’; times have ns, us, ms or s, sizes B, KB or MB"},
    {"main:\n    compute 20\n", "2:13: expected a time such as 20ms or 5..20ms, with its unit, found ‘20’"},
    {"main:\n    compute 20KB\n",
     "2:13: expected a time such as 20ms or 5..20ms, with its unit, found ‘20KB’"},
    {"main:\n    read 20ms\n", "2:10: expected a size such as 64KB or 1..64KB, with its unit, found ‘20ms’"},
    {"main:\n    compute ms\n", "2:13: expected a time such as 20ms or 5..20ms, written out, found ‘ms’"},
    {"main:\n    compute 20 ms\n",
     "2:13: expected a time such as 20ms or 5..20ms, with its unit, found ‘20’"},
    {"main:\n    print \"no end\n", "2:11: this string has no end; close it with ‘\"’"},
    {"main:\n    print \"\\q\"\n", "2:12: unknown escape in a string; there are \\\" and \\\\ and \\n"},
    {"main:\n    x = 3 $ 4\n", "2:11: ‘$’ has no meaning here; take it out"},
    {"main:\n    x = 3 & y\n", "2:11: ‘&’ has no meaning here; take it out"},
    {"main:\n    print “hello”\n", "2:11: texts stand between straight double quotes; write ‘\"’ here\n2:17: "
                                   "texts stand between straight double quotes; write ‘\"’ here"},
    {"main:\n    print 'hello'\n", "2:11: texts stand between straight double quotes; write ‘\"’ here\n2:17: "
                                   "texts stand between straight double quotes; write ‘\"’ here"},
    {"main:\n    größe = 1\n",
     "2:7: ‘ö’ cannot stand here; names have letters from A to Z, digits and ‘_’\n2:8: ‘ß’ cannot stand "
     "here; names have letters from A to Z, digits and ‘_’"},
    {"main:\n    x\u00a0= 1\n", "2:6: the character U+00A0 has no meaning here; take it out"},
    {"main:\n	yield\n", "2:1: a tab in the indentation; indent by spaces"},
    {"main:\n  	yield\n", "2:3: a tab in the indentation; indent by spaces"},
    {"main:\n    x = 9223372036854775808\n",
     "2:9: this number is too large; integers go to 9223372036854775807"},
    {"main:\n    x = 99999999999999999999\n",
     "2:9: this number is too large; integers go to 9223372036854775807"},
    {"main:\n    x = 1.5\n",
     "2:9: a number without unit and point is needed; times and sizes cannot be reckoned with"},
    {"main:\n    x = 20ms\n",
     "2:9: a number without unit and point is needed; times and sizes cannot be reckoned with"},
    {"main:\n    yield\u200b\n", "2:10: the character U+200B has no meaning here; take it out"},
    {"main:\n    compute 5..3ms\n", "2:13: the range goes down; put the smaller number first"},
    {"main:\n    compute 5ms..7ms\n",
     "2:13: a range has two numbers and one unit, behind the second, as in 5..20ms"},
    {"main:\n    compute 5..\n",
     "2:13: a range has two numbers and one unit, behind the second, as in 5..20ms"},
    {"main:\n    compute 5..7\n", "2:16: expected a time such as 20ms or 5..20ms, with its unit, found ‘7’"},
    {"main:\n    compute 99999999999s\n", "2:13: this amount is too large to be counted"},
    {"main:\n    x = 0x10\n", "2:10: unknown unit ‘x10’; times have ns, us, ms or s, sizes B, KB or MB"},
    {"main:\n    yield\n  yield\n    yield\n",
     "3:3: this line is indented like no block around it; align it with one of them"},
    {"main:\n    if 1:\n        yield\n      yield\n    yield\n",
     "4:7: this line is indented like no block around it; align it with one of them"},
    {"    yield\nmain:\n    yield\n", "1:5: this line is indented but no ‘:’ opens a block above it"},
    {"main:\n    yield\n      yield\n    yield\n",
     "3:7: this line is indented but no ‘:’ opens a block above it"},
};

static const BadText structure_errors[] = {
    {"", "1:1: there is no ‘main:’, where the run begins; add one"},
    {"# nothing\n", "1:1: there is no ‘main:’, where the run begins; add one"},
    {"title \"x\"\n", "1:1: there is no ‘main:’, where the run begins; add one"},
    {"main:\n", "1:5: the block is empty; indent at least one line below"},
    {"main\n    yield\n", "1:5: expected ‘:’ and an indented block, found the end of the line"},
    {"main: yield\n", "1:7: expected the end of the line, found ‘yield’"},
    {"task t:\nmain:\n    yield\n", "1:7: the block is empty; indent at least one line below"},
    {"task:\n    yield\nmain:\n    yield\n", "1:5: expected the name of the task, found ‘:’"},
    {"task 5:\n    yield\nmain:\n    yield\n", "1:6: expected the name of the task, found ‘5’"},
    {"task t(a b):\n    yield\nmain:\n    yield\n", "1:10: expected ‘)’, found ‘b’"},
    {"task t(a,):\n    yield\nmain:\n    yield\n", "1:10: expected the name of a parameter, found ‘)’"},
    {"task t(1):\n    yield\nmain:\n    yield\n", "1:8: expected the name of a parameter, found ‘1’"},
    {"main(x):\n    yield\n", "1:5: expected ‘:’ and an indented block, found ‘(’"},
    {"task main:\n    yield\n", "1:6: ‘main’ is a word of the language; choose another name for the task"},
    {"main:\n    yield\nmain:\n    yield\n", "3:1: ‘main’ is declared twice; line 1 has it already"},
    {"task a:\n    yield\ntask a:\n    yield\nmain:\n    yield\n",
     "3:6: ‘a’ is declared twice; line 1 has it already"},
    {"lock a\ntask a:\n    yield\nmain:\n    yield\n", "2:6: ‘a’ is declared twice; line 1 has it already"},
    {"lock a\nqueue a\nmain:\n    yield\n", "2:7: ‘a’ is declared twice; line 1 has it already"},
    {"task queue:\n    yield\nmain:\n    yield\n",
     "1:6: ‘queue’ is a word of the language; choose another name for the task"},
    {"lock if\nmain:\n    yield\n", "1:6: ‘if’ is a word of the language; choose another name for a lock"},
    {"task t(a, a):\n    yield\nmain:\n    yield\n", "1:11: two parameters are called ‘a’; rename one"},
    {"lock l\ntask t(l):\n    yield\nmain:\n    yield\n",
     "2:8: ‘l’ is a lock already, declared in line 1; choose another name"},
    {"compute 5ms\nmain:\n    yield\n",
     "1:1: ‘compute’ stands inside a task; indent it below ‘main:’ or a ‘task’"},
    {"quue orders\nmain:\n    yield\n", "1:1: ‘quue’ begins no line here, did you mean ‘queue’?"},
    {"hello world\nmain:\n    yield\n", "1:1: ‘hello’ begins no line here; outside of blocks stand the head, "
                                        "the shared things, ‘task NAME:’ and ‘main:’"},
    {"5\nmain:\n    yield\n", "1:1: ‘5’ begins no line here; outside of blocks stand the head, the shared "
                              "things, ‘task NAME:’ and ‘main:’"},
    {"x = 3\nmain:\n    yield\n", "1:1: ‘x’ begins no line here; outside of blocks stand the head, the "
                                  "shared things, ‘task NAME:’ and ‘main:’"},
    {"main:\n    lock l\n", "2:5: ‘lock’ stands at the margin, outside of all blocks"},
    {"main:\n    title \"x\"\n", "2:5: ‘title’ stands at the margin, outside of all blocks"},
    {"main:\n    task t:\n", "2:5: ‘task’ stands at the margin, outside of all blocks"},
    {"main:\n    main:\n", "2:5: ‘main’ stands at the margin, outside of all blocks"},
    {"main:\n    else:\n", "2:5: ‘else’ without an ‘if’ or ‘within’ right above it, equally indented"},
    {"main:\n    if 1:\n        yield\n    elif 2:\n        yield\n",
     "4:5: there is no ‘elif’; put an ‘if’ into the block of ‘else:’"},
    {"main:\n    if 1:\n    yield\n", "2:9: the block is empty; indent at least one line below"},
    {"main:\n    if 1\n        yield\n",
     "2:9: expected ‘:’ and an indented block, found the end of the line"},
    {"main:\n    repeat:\n        yield\n",
     "2:11: expected a value (a number, a name or an expression), found ‘:’"},
    {"main:\n    while:\n        yield\n",
     "2:10: expected a value (a number, a name or an expression), found ‘:’"},
    {"main:\n    yield 5\n", "2:11: expected the end of the line, found ‘5’"},
    {"main:\n    comput 5ms\n", "2:5: ‘comput’ begins no statement, did you mean ‘compute’?"},
    {"main:\n    frobnicate\n",
     "2:5: ‘frobnicate’ begins no statement; write one such as ‘compute 20ms’, or ‘NAME = VALUE’"},
    {"main:\n    print hello\n", "2:11: expected a text in double quotes, found ‘hello’"},
    {"main:\n    repeat 3 times:\n        yield\n",
     "2:14: expected ‘:’ and an indented block, found ‘times’"},
    {"main:\n    5 = x\n",
     "2:5: ‘5’ begins no statement; write one such as ‘compute 20ms’, or ‘NAME = VALUE’"},
    {"main:\n    queue = 4\n", "2:5: ‘queue’ is a word of the language; choose another name for a variable"},
    {"main:\n    else = 4\n", "2:5: ‘else’ is a word of the language; choose another name for a variable"},
    {"main:\n    if x = 3:\n        yield\n", "2:10: ‘=’ assigns; two values are compared by ‘==’"},
    {"main:\n    start\n", "2:10: expected the name of a task, found the end of the line"},
    {"task t:\n    yield\nmain:\n    start t x3\n", "4:13: a count is written with a space, as in ‘x 3’"},
    {"task t:\n    yield\nmain:\n    start t as if\n",
     "4:16: ‘if’ is a word of the language; choose another name for the task"},
    {"task t(a):\n    yield\nmain:\n    start t(1\n", "4:14: expected ‘)’, found the end of the line"},
};

static const BadText head_errors[] = {
    {"title\nmain:\n    yield\n", "1:6: expected a text in double quotes, found the end of the line"},
    {"title hello\nmain:\n    yield\n", "1:7: expected a text in double quotes, found ‘hello’"},
    {"title \"a\"\ntitle \"b\"\nmain:\n    yield\n", "2:1: ‘title’ is said twice; keep one of the lines"},
    {"topic \"a\"\ntopic \"b\"\nmain:\n    yield\n", "2:1: ‘topic’ is said twice; keep one of the lines"},
    {"on\nmain:\n    yield\n",
     "1:3: expected a model (threads, processes, async or simulated), found the end of the line"},
    {"on thread\nmain:\n    yield\n",
     "1:4: expected a model (threads, processes, async or simulated), found ‘thread’"},
    {"on threads, fibers\nmain:\n    yield\n",
     "1:13: expected a model (threads, processes, async or simulated), found ‘fibers’"},
    {"seed x\nmain:\n    yield\n", "1:6: expected a whole number, found ‘x’"},
    {"seed 1.5\nmain:\n    yield\n", "1:6: expected a whole number, found ‘1.5’"},
    {"cores 0\nmain:\n    yield\n", "1:7: this number must lie between 1 and 1024"},
    {"cores 2000\nmain:\n    yield\n", "1:7: this number must lie between 1 and 1024"},
    {"gil 0ms\nmain:\n    yield\n", "1:5: the switch interval is one time above zero, as in gil 5ms"},
    {"gil 5\nmain:\n    yield\n", "1:5: expected a time such as 20ms or 5..20ms, with its unit, found ‘5’"},
    {"gil 5..7ms\nmain:\n    yield\n", "1:5: the switch interval is one time above zero, as in gil 5ms"},
    {"ends well\nmain:\n    yield\n",
     "1:6: expected an outcome (ok, deadlock, failed, crashed or limit), found ‘well’"},
    {"limit 30\nmain:\n    yield\n",
     "1:7: expected a time such as 20ms or 5..20ms, with its unit, found ‘30’"},
    {"limit 0s\nmain:\n    yield\n", "1:7: the limit is one time above zero, as in limit 30s"},
    {"seed 1\nseed 2\nmain:\n    yield\n", "2:1: ‘seed’ is said twice; keep one of the lines"},
    {"cores 1 2\nmain:\n    yield\n", "1:9: expected the end of the line, found ‘2’"},
    {"semaphore s\nmain:\n    yield\n", "1:12: a semaphore needs a number, as in semaphore s(3)"},
    {"semaphore s(-1)\nmain:\n    yield\n", "1:13: this number must lie between 0 and 1000000"},
    {"semaphore s(x)\nmain:\n    yield\n", "1:13: expected a whole number, found ‘x’"},
    {"barrier b\nmain:\n    yield\n", "1:10: a barrier needs a number, as in barrier b(3)"},
    {"barrier b(0)\nmain:\n    yield\n", "1:11: this number must lie between 1 and 1000000"},
    {"queue q(0)\nmain:\n    yield\n", "1:9: this number must lie between 1 and 1000000"},
    {"queue q(2000000)\nmain:\n    yield\n", "1:9: this number must lie between 1 and 1000000"},
    {"queue q(3\nmain:\n    yield\n", "1:10: expected ‘)’, found the end of the line"},
    {"lock l(3)\nmain:\n    yield\n", "1:7: expected the end of the line, found ‘(’"},
    {"pool p(2) of tasks\nmain:\n    yield\n", "1:14: a pool is ‘of threads’ or ‘of processes’"},
    {"pool p(0)\nmain:\n    yield\n", "1:8: this number must lie between 1 and 10000"},
    {"pool p(501) of processes\nmain:\n    yield\n", "1:7: a pool has at most 500 processes"},
    {"pool p(10001) of threads\nmain:\n    yield\n", "1:8: this number must lie between 1 and 10000"},
    {"pool p\nmain:\n    yield\n", "1:7: a pool needs a number, as in pool p(3)"},
    {"variable v = x\nmain:\n    yield\n", "1:14: expected a whole number, found ‘x’"},
    {"variable = 3\nmain:\n    yield\n", "1:10: expected the name of the variable, found ‘=’"},
    {"variable v 3\nmain:\n    yield\n", "1:12: expected the end of the line, found ‘3’"},
    {"shared lock l\nmain:\n    yield\n", "1:8: expected ‘variable’: only variables are said to be shared"},
    {"lock l:\n    yield\nmain:\n    yield\n", "1:7: expected the end of the line, found ‘:’"},
    {"lock\nmain:\n    yield\n", "1:5: expected the name of a lock, found the end of the line"},
    {"lock a, b\nmain:\n    yield\n", "1:7: expected the end of the line, found ‘,’"},
};

static const BadText names_errors[] = {
    {"task cook:\n    yield\nmain:\n    start cok\n", "4:11: unknown task ‘cok’, did you mean ‘cook’?"},
    {"task cook:\n    yield\nmain:\n    start zzzzzz\n",
     "4:11: unknown task ‘zzzzzz’; add it as ‘task NAME:’"},
    {"task cook:\n    yield\nmain:\n    start cook(1)\n", "4:11: ‘cook’ takes 0 arguments, not 1"},
    {"task cook(a):\n    yield\nmain:\n    start cook\n", "4:11: ‘cook’ takes 1 argument, not 0"},
    {"task cook(a, b):\n    yield\nmain:\n    start cook(1, 2, 3)\n",
     "4:11: ‘cook’ takes 2 arguments, not 3"},
    {"lock kitchen\nmain:\n    start kitchen\n", "3:11: ‘kitchen’ is a lock; a task is needed here"},
    {"main:\n    start main\n", "2:11: ‘main’ is a word of the language; choose another name for a task"},
    {"task cook:\n    yield\nmain:\n    join cok\n",
     "4:10: unknown task or started name ‘cok’, did you mean ‘cook’?"},
    {"task cook:\n    yield\nmain:\n    start cook as chef\n    join cheff\n",
     "5:10: unknown task or started name ‘cheff’, did you mean ‘chef’?"},
    {"queue q\nmain:\n    join q\n", "3:10: ‘q’ is a queue; ‘join’ takes what was started, or a pool"},
    {"queue q\nmain:\n    cancel q\n", "3:12: ‘q’ is a queue; ‘cancel’ takes what was started"},
    {"pool p(1)\nmain:\n    join p as x\n", "3:15: a pool gives no single result; join it without ‘as’"},
    {"main:\n    join nobody\n",
     "2:10: unknown task or started name ‘nobody’; name a task, or what this task starts ‘as NAME’"},
    {"main:\n    put q 1\n", "2:9: unknown queue ‘q’; declare it outside of all tasks"},
    {"queue orders\nmain:\n    put ordrs 1\n", "3:9: unknown queue ‘ordrs’, did you mean ‘orders’?"},
    {"queue q\nmain:\n    wait q\n", "3:10: ‘q’ is a queue; ‘wait’ takes an event, a condition or a barrier"},
    {"lock l\nmain:\n    wait l\n", "3:10: ‘l’ is a lock; ‘wait’ takes an event, a condition or a barrier"},
    {"lock l\nmain:\n    get l\n", "3:9: ‘l’ is a lock; ‘get’ takes a queue"},
    {"condition c\nmain:\n    set c\n", "3:9: ‘c’ is a condition; ‘set’ takes an event"},
    {"event e\nmain:\n    notify e\n", "3:12: ‘e’ is an event; ‘notify’ takes a condition"},
    {"event e\nmain:\n    acquire e\n",
     "3:13: ‘e’ is an event; ‘acquire’ takes a lock, rlock, rwlock, semaphore or condition"},
    {"queue q\nmain:\n    release q\n",
     "3:13: ‘q’ is a queue; ‘release’ takes a lock, rlock, rwlock, semaphore or condition"},
    {"queue q\nmain:\n    with q:\n        yield\n",
     "3:10: ‘q’ is a queue; ‘with’ takes a lock, rlock, rwlock, semaphore or condition"},
    {"queue q\nmain:\n    send q 1\n", "3:10: ‘q’ is a queue; ‘send’ takes a pipe"},
    {"queue q\nmain:\n    receive q\n", "3:13: ‘q’ is a queue; ‘receive’ takes a pipe"},
    {"queue q\nmain:\n    store q.x = 1\n", "3:11: ‘q’ is a queue; ‘store’ takes a manager"},
    {"manager m\nmain:\n    load m as x\n", "3:12: expected ‘.’, found ‘as’"},
    {"queue q\ntask t:\n    yield\nmain:\n    submit q t\n", "5:12: ‘q’ is a queue; ‘submit’ takes a pool"},
    {"task t:\n    yield\nmain:\n    put t 1\n", "4:9: ‘t’ is a task; ‘put’ takes a queue"},
    {"main:\n    x = 1\n    put x 1\n", "3:9: ‘x’ is this task’s own number; ‘put’ takes a queue"},
    {"rwlock rw\nmain:\n    acquire rw\n",
     "3:13: ‘rw’ is an rwlock; say ‘acquire reading rw’ or ‘acquire writing rw’"},
    {"rwlock rw\nmain:\n    with rw:\n        yield\n",
     "3:10: ‘rw’ is an rwlock; say ‘with reading rw’ or ‘with writing rw’"},
    {"lock l\nmain:\n    acquire reading l\n",
     "3:21: ‘l’ is a lock; only an rwlock tells reading from writing"},
    {"semaphore s(1)\nmain:\n    with writing s:\n        yield\n",
     "3:18: ‘s’ is a semaphore; only an rwlock tells reading from writing"},
    {"main:\n    x = y\n", "2:9: unknown name ‘y’; assign it first, or declare it as a variable"},
    {"variable served = 0\nmain:\n    x = servd\n", "3:9: unknown name ‘servd’, did you mean ‘served’?"},
    {"main:\n    count = 1\n    x = cuont\n", "3:9: unknown name ‘cuont’, did you mean ‘count’?"},
    {"queue q\nmain:\n    x = q\n",
     "3:9: ‘q’ is a queue and has no value; take a variable, or ‘len’ of a queue or pipe"},
    {"variable v = 0\nmain:\n    x = len(v)\n", "3:9: ‘v’ is a variable; ‘len’ takes a queue or a pipe"},
    {"queue q\nmain:\n    x = len(qq)\n", "3:9: unknown queue or pipe ‘qq’; declare it outside of all tasks"},
    {"queue q\nmain:\n    q = 3\n", "3:5: ‘q’ is a queue; ‘=’ takes a variable"},
    {"queue q\nlock l\nmain:\n    get q as l\n",
     "4:14: ‘l’ is a lock already, declared in line 2; choose another name"},
    {"lock l\nmain:\n    repeat 3 as l:\n        yield\n",
     "3:17: ‘l’ is a lock already, declared in line 1; choose another name"},
    {"main:\n    atomically x = 3\n", "2:16: unknown variable ‘x’; declare it outside of all tasks"},
    {"main:\n    x = 1\n    atomically x = 3\n",
     "3:16: ‘x’ is this task’s own number; ‘atomically’ takes a variable declared outside of all tasks"},
    {"queue q\nmain:\n    atomically q = 3\n",
     "3:16: ‘q’ is a queue; ‘atomically’ takes a variable declared outside of all tasks"},
    {"main:\n    break\n", "2:5: ‘break’ outside a loop; it ends the ‘repeat’ or ‘while’ around it"},
    {"main:\n    if 1:\n        break\n",
     "3:9: ‘break’ outside a loop; it ends the ‘repeat’ or ‘while’ around it"},
    {"main:\n    x = name\n", "2:9: ‘name’ stands alone in the braces of a text, as in \"{name} is done\""},
    {"main:\n    name = 3\n", "2:5: ‘name’ is a word of the language; choose another name for a variable"},
    {"main:\n    index = 3\n", "2:5: ‘index’ is a word of the language; choose another name for a variable"},
    {"main:\n    x = index2\n", "2:9: unknown name ‘index2’; assign it first, or declare it as a variable"},
    {"task t:\n    yield\nqueue z\nmain:\n    start t as q\n    put q 1\n",
     "6:9: unknown queue ‘q’; declare it outside of all tasks"},
};

static const BadText reading_errors[] = {
    {"main:\n    print \"{x}\"\n    x = 1\n",
     "2:13: ‘x’ is read before it has a value; assign it further up"},
    {"main:\n    x = x + 1\n", "2:9: ‘x’ is read before it has a value; assign it further up"},
    {"main:\n    repeat 1:\n        print \"{x}\"\n        x = 1\n",
     "3:17: ‘x’ is read before it has a value; assign it further up"},
    {"main:\n    repeat n as n:\n        yield\n",
     "2:12: ‘n’ is read before it has a value; assign it further up"},
    {"task t(a):\n    yield\nmain:\n    start t(x) as x\n    join x as x\n",
     "4:13: ‘x’ is read before it has a value; assign it further up"},
};

static const BadText texts_errors[] = {
    {"main:\n    print \"{\"\n", "2:11: a ‘{’ in this text is not closed; a brace itself is written {{"},
    {"main:\n    print \"}\"\n", "2:11: a ‘}’ in this text without its ‘{’; a brace itself is written }}"},
    {"main:\n    print \"{}\"\n",
     "2:13: ‘{}’ in this text is no expression; a brace itself is written {{ or }}"},
    {"main:\n    print \"a {x} b {1 +} c\"\n",
     "2:24: expected a value (a number, a name or an expression), found the end of the line"},
    {"main:\n    x = 1\n    print \"ä {x} {yy}\"\n",
     "3:19: unknown name ‘yy’; assign it first, or declare it as a variable"},
    {"main:\n    print \"{1 $ 2}\"\n", "2:15: ‘$’ has no meaning here; take it out"},
    {"main:\n    print \"{name2}\"\n",
     "2:13: unknown name ‘name2’; assign it first, or declare it as a variable"},
    {"main:\n    note \"{x}\":\n        yield\n",
     "2:12: unknown name ‘x’; assign it first, or declare it as a variable"},
    {"main:\n    fail\n", "2:9: expected a text in double quotes, found the end of the line"},
    {"main:\n    fail \"{zz}\"\n", "2:12: unknown name ‘zz’; assign it first, or declare it as a variable"},
    {"main:\n    expect 1 == \"x\"\n",
     "2:17: expected a value (a number, a name or an expression), found a text"},
    {"main:\n    expect \"x\"\n", "2:12: expected a value (a number, a name or an expression), found a text"},
    {"main:\n    print \"{1 2}\"\n",
     "2:13: ‘{1 2}’ in this text is no expression; a brace itself is written {{ or }}"},
};

static const BadText expressions_errors[] = {
    {"main:\n    x = \n",
     "2:9: expected a value (a number, a name or an expression), found the end of the line"},
    {"main:\n    x = 1 +\n",
     "2:12: expected a value (a number, a name or an expression), found the end of the line"},
    {"main:\n    x = (1\n", "2:11: expected ‘)’, found the end of the line"},
    {"main:\n    x = 1)\n", "2:10: expected the end of the line, found ‘)’"},
    {"main:\n    x = 1 2\n", "2:11: expected the end of the line, found ‘2’"},
    {"main:\n    x = 1 < 2 < 3\n", "2:15: comparisons cannot be chained; join them by ‘and’"},
    {"main:\n    x = 1 == 2 == 3\n", "2:16: comparisons cannot be chained; join them by ‘and’"},
    {"main:\n    x = and 3\n", "2:9: expected a value (a number, a name or an expression), found ‘and’"},
    {"main:\n    x = not\n",
     "2:12: expected a value (a number, a name or an expression), found the end of the line"},
    {"main:\n    x = random(1)\n", "2:17: expected ‘,’, found ‘)’"},
    {"main:\n    x = random 1\n", "2:16: expected ‘(’, found ‘1’"},
    {"main:\n    x = len(3)\n", "2:13: expected the name of a queue or pipe, found ‘3’"},
    {"queue q\nmain:\n    x = len q\n", "3:13: expected ‘(’, found ‘q’"},
    {"main:\n    x = f(3)\n", "2:10: expected the end of the line, found ‘(’"},
    {"main:\n    x = -\n",
     "2:10: expected a value (a number, a name or an expression), found the end of the line"},
    {"main:\n    x = true\n", "2:9: unknown name ‘true’; truth is written 1, and falsehood 0"},
    {"main:\n    x == 3\n", "2:5: ‘x’ begins no statement; a value is assigned by ‘x = VALUE’"},
    {"main:\n    x += 1\n", "2:5: ‘x’ begins no statement; a value is assigned by ‘x = VALUE’"},
};

static const BadText once_errors[] = {
    {"queue q\nmain:\n    get q z\n    print \"{z}\"\n", "3:11: expected the end of the line, found ‘z’"},
    {"task t(a):\n    yield\nmain:\n    start t(\n    join w\n",
     "4:13: expected a value (a number, a name or an expression), found the end of the line\n5:10: unknown "
     "task or started name ‘w’; name a task, or what this task starts ‘as NAME’"},
    {"task t(a:\n    print \"{a}\"\nmain:\n    start t(1)\n", "1:9: expected ‘)’, found ‘:’"},
    {"semaphore s\nmain:\n    acquire s\n", "1:12: a semaphore needs a number, as in semaphore s(3)"},
    {"queue q\nmain:\n    repet 3 as i:\n        print \"{i}\"\n        get q as y\n    print \"{y}\"\n",
     "3:5: ‘repet’ begins no statement, did you mean ‘repeat’?"},
    {"task cook:\n    compute 5mz\n    put orders 3 4\n    wate x\nmain:\n    start cok\n    x = y\n    "
     "jon\n",
     "2:14: unknown unit ‘mz’; times have ns, us, ms or s, sizes B, KB or MB\n3:18: expected the end of the "
     "line, found ‘4’\n4:5: ‘wate’ begins no statement; write one such as ‘compute 20ms’, or ‘NAME = "
     "VALUE’\n6:11: unknown task ‘cok’, did you mean ‘cook’?\n7:9: unknown name ‘y’; assign it first, or "
     "declare it as a variable\n8:5: ‘jon’ begins no statement, did you mean ‘join’?"},
};

static void
assert_all (const BadText *texts, gsize n_texts)
{
  for (gsize i = 0; i < n_texts; i++)
    assert_errors(texts[i].text, texts[i].errors);
}

static void
test_lexical (void)
{
  assert_all(lexical_errors, G_N_ELEMENTS(lexical_errors));
}

static void
test_structure (void)
{
  assert_all(structure_errors, G_N_ELEMENTS(structure_errors));
}

static void
test_head (void)
{
  assert_all(head_errors, G_N_ELEMENTS(head_errors));
}

static void
test_names (void)
{
  assert_all(names_errors, G_N_ELEMENTS(names_errors));
}

static void
test_reading (void)
{
  assert_all(reading_errors, G_N_ELEMENTS(reading_errors));
}

static void
test_texts (void)
{
  assert_all(texts_errors, G_N_ELEMENTS(texts_errors));
}

static void
test_expressions (void)
{
  assert_all(expressions_errors, G_N_ELEMENTS(expressions_errors));
}

static void
test_once (void)
{
  assert_all(once_errors, G_N_ELEMENTS(once_errors));
}

/* Zero bytes and what is not UTF-8 are told once a line, beside the other errors. */
static void
test_bytes (void)
{
  static const char zero[] = "main:\n    yi\0eld\n    foo\n";
  static const char latin1[] = "title \"caf\xe9 \xe9\"\nmain:\n    yield\n# \xff\n    brek\n";
  g_autofree char *zero_errors = errors_of(zero, sizeof zero - 1);
  g_autofree char *latin1_errors = errors_of(latin1, sizeof latin1 - 1);
  g_assert_cmpstr(zero_errors, ==,
                  "2:5: ‘yi’ begins no statement; write one such as ‘compute 20ms’, or ‘NAME = VALUE’\n"
                  "2:7: a zero byte; a scenario is plain text\n"
                  "3:5: ‘foo’ begins no statement; write one such as ‘compute 20ms’, or ‘NAME = VALUE’");
  g_assert_cmpstr(latin1_errors, ==,
                  "1:11: this is not UTF-8; save the file as UTF-8 text\n"
                  "4:3: this is not UTF-8; save the file as UTF-8 text\n"
                  "5:5: ‘brek’ begins no statement, did you mean ‘break’?");
}

/* Columns count characters, not bytes. */
static void
test_columns (void)
{
  assert_errors("title \"äöü€😀\" x\nmain:\n    print \"äöü {y}\" # ü\n",
                "1:15: expected the end of the line, found ‘x’\n"
                "3:17: unknown name ‘y’; assign it first, or declare it as a variable");
}

static void
test_files (void)
{
  g_autoptr(GError) unknown = NULL;
  g_autoptr(GError) unreadable = NULL;
  g_autoptr(GPtrArray) diagnostics = NULL;
  g_assert_null(gantry_scenario_load("no-such-scenario", &diagnostics, &unknown));
  g_assert_null(diagnostics);
  g_assert_error(unknown, GANTRY_SCENARIO_ERROR, GANTRY_SCENARIO_ERROR_UNKNOWN);
  g_assert_true(g_str_has_prefix(unknown->message, "no-such-scenario: "));
  g_assert_null(gantry_scenario_load(g_get_tmp_dir(), &diagnostics, &unreadable));
  g_assert_error(unreadable, GANTRY_SCENARIO_ERROR, GANTRY_SCENARIO_ERROR_READ);
}

int
main (int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/scenario/errors/lexical", test_lexical);
  g_test_add_func("/scenario/errors/structure", test_structure);
  g_test_add_func("/scenario/errors/head", test_head);
  g_test_add_func("/scenario/errors/names", test_names);
  g_test_add_func("/scenario/errors/reading", test_reading);
  g_test_add_func("/scenario/errors/texts", test_texts);
  g_test_add_func("/scenario/errors/expressions", test_expressions);
  g_test_add_func("/scenario/errors/once", test_once);
  g_test_add_func("/scenario/errors/bytes", test_bytes);
  g_test_add_func("/scenario/errors/columns", test_columns);
  g_test_add_func("/scenario/errors/files", test_files);
  return g_test_run();
}
