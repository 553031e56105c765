// Stands in for every program that reaches out of a machine of the matrix, under whose name it is linked: hands its name, folder,
// arguments and environment to the test (a Unix socket) and does what that says. All that such programs would do is
// the test's: linux.py and windows.py say what each imitates. `timeout` is the only one that does something itself: it runs its
// command until the test says that the time is up.
//   to the test:    length, then fields that end with NUL: name, pid, folder, number of arguments, arguments, variables
//   from the test:  kind, length, bytes: o/e to write out, f a number of bytes to flood out, w a file (name NUL text), t the time
//                   is up, x exit code
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static char *buffer;
static size_t used, room;

static void add(const char *text) {
  size_t length = strlen(text) + 1;
  if (used + length > room) {
    room = 2 * (used + length) + 4096;
    buffer = realloc(buffer, room);
    if (!buffer) _exit(125);
  }
  memcpy(buffer + used, text, length);
  used += length;
}

static int all(int fd, void *to, size_t length) {
  for (char *at = to; length;) {
    ssize_t got = read(fd, at, length);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    at += got;
    length -= (size_t)got;
  }
  return 1;
}

static int out(int fd, const char *from, size_t length) {
  while (length) {
    ssize_t put = write(fd, from, length);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return 0;
    from += put;
    length -= (size_t)put;
  }
  return 1;
}

// One word of the test is done; its exit code, or -1 to go on, -2 when the time is up.
static int obey(int fd) {
  char kind;
  uint32_t length;
  if (!all(fd, &kind, 1) || !all(fd, &length, 4)) _exit(125);
  char *text = malloc(length + 1);
  if (!text || !all(fd, text, length)) _exit(125);
  text[length] = 0;
  int code = -1;
  if (kind == 'o' || kind == 'e') {
    if (!out(kind == 'o' ? 1 : 2, text, length)) code = 23;  // as curl says that it cannot write
  } else if (kind == 'f') {
    static char line[1024];
    memset(line, '#', sizeof line);
    line[sizeof line - 1] = '\n';
    for (long left = atol(text); left > 0; left -= (long)sizeof line)
      if (!out(2, line, sizeof line)) break;
  } else if (kind == 'w') {
    char *body = text + strlen(text) + 1;
    int file = open(text, O_WRONLY | O_CREAT | O_TRUNC, 0755);
    if (file < 0 || !out(file, body, length - (size_t)(body - text)) || close(file)) code = 23;
  } else if (kind == 't') {
    code = -2;
  } else {
    code = atoi(text);
  }
  free(text);
  return code;
}

static int timed(int fd, char **command, int foreground) {
  if (!foreground) setpgid(0, 0);
  signal(SIGTTIN, SIG_IGN);
  pid_t child = fork();
  if (child == 0) {
    close(fd);
    execvp(command[0], command);
    _exit(127);
  }
  int process = (int)syscall(SYS_pidfd_open, child, 0), up = 0, status;
  for (;;) {
    struct pollfd wait[2] = {{process, POLLIN, 0}, {fd, POLLIN, 0}};
    if (poll(wait, 2, -1) < 0) continue;
    if (wait[0].revents) break;
    if (obey(fd) == -2) {
      if (!foreground && !up) {
        signal(SIGTERM, SIG_IGN);
        kill(0, SIGTERM);
      }
      kill(child, up ? SIGKILL : SIGTERM);
      if (up && !foreground) kill(0, SIGKILL);
      up = 1;
    }
  }
  waitpid(child, &status, 0);
  if (up) return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? 137 : 124;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv) {
  const char *name = strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[0];
  const char *at = getenv("LAB_SOCKET");
  char number[32], folder[4096];
  add(name);
  snprintf(number, sizeof number, "%d", (int)getpid());
  add(number);
  add(getcwd(folder, sizeof folder) ? folder : "/");
  snprintf(number, sizeof number, "%d", argc - 1);
  add(number);
  int standard_input = 0;
  for (int i = 1; i < argc; ++i) {
    add(argv[i]);
    standard_input |= !strcmp(argv[i], "--password-stdin");
  }
  for (char **one = environ; *one; ++one) add(*one);
  if (standard_input) {
    char text[4096] = "STDIN=";
    ssize_t got = read(0, text + 6, sizeof text - 7);
    text[6 + (got > 0 ? got : 0)] = 0;
    add(text);
  }
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_un where = {.sun_family = AF_UNIX};
  snprintf(where.sun_path, sizeof where.sun_path, "%s", at && *at ? at : "/run/lab/socket");
  if (connect(fd, (struct sockaddr *)&where, sizeof where)) {
    perror(name);
    return 125;
  }
  uint32_t length = (uint32_t)used;
  if (!out(fd, (char *)&length, 4) || !out(fd, buffer, used)) return 125;
  if (!strcmp(name, "timeout")) {
    int i = 1, foreground = 0;
    for (; i < argc && argv[i][0] == '-'; ++i) {
      foreground |= !strcmp(argv[i], "--foreground");
      if (!strcmp(argv[i], "-k") || !strcmp(argv[i], "-s")) ++i;
    }
    if (i + 1 >= argc) return 125;
    return timed(fd, argv + i + 1, foreground);
  }
  for (;;) {
    int code = obey(fd);
    if (code >= 0) return code;
  }
}
