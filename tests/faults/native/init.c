// The first process of a machine of the matrix: makes its namespaces, starts what the test tells it to (standard input and output: a
// socket), and finds out when the machine waits: when every process sleeps, and none ran between two looks at all of them.
// Then time may go on. So a slow computer, or a busy one, changes nothing.
//   run ID FILE ARGUMENT...   fields end with NUL, the message with its length before it; FILE gets what it says
//   kill SIGNAL [ID]          all, or what ID started (its session)
//   quiet                     answered with `quiet` when the machine waits
// Tells: `exit ID STATUS`, `quiet`
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/socket.h>
#include <net/if.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096 };
static pid_t started[MOST];  // by ID

static void die(const char *what) {
  perror(what);
  _exit(125);
}

static int all(void *to, size_t length) {
  for (char *at = to; length;) {
    ssize_t got = read(0, at, length);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) _exit(0);  // the test has gone, and the machine with it
    at += got;
    length -= (size_t)got;
  }
  return 1;
}

static void tell(const char *text) {
  if (dprintf(1, "%s\n", text) < 0) _exit(0);
}

static void reap(void) {
  int status;
  char text[64];
  for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
    for (int id = 0; id < MOST; ++id)
      if (started[id] == pid) {
        snprintf(text, sizeof text, "exit %d %d", id, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
        started[id] = -pid;  // its session may live on
        tell(text);
        break;
      }
}

static int text_of(const char *pid, const char *name, char *to, size_t room) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/%s", pid, name);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t got = read(file, to, room - 1);
  close(file);
  if (got <= 0) return 0;
  to[got] = 0;
  return 1;
}

// Calls `each` with every other process: number, state, session.
static void processes(void (*each)(const char *pid, char state, int session, void *more), void *more) {
  DIR *folder = opendir("/proc");
  if (!folder) die("/proc");
  char text[1024];
  for (struct dirent *one; (one = readdir(folder));) {
    if (!isdigit((unsigned char)one->d_name[0]) || !strcmp(one->d_name, "1")) continue;
    if (!text_of(one->d_name, "stat", text, sizeof text)) continue;
    const char *rest = strrchr(text, ')');
    char state;
    int parent, group, session;
    if (rest && sscanf(rest + 1, " %c %d %d %d", &state, &parent, &group, &session) == 4) each(one->d_name, state, session, more);
  }
  closedir(folder);
}

struct look {
  int waits, guess;
  uint64_t sum;
  char busy[16];  // one that did not wait
};

static void look_at(const char *pid, char state, int session, void *more) {
  struct look *look = more;
  char text[256] = "";
  (void)session;
  if (!look->waits) return;
  snprintf(look->busy, sizeof look->busy, "%s", pid);
  if (!strchr("SZTtXI", state)) look->waits = 0;
  // A process that takes leave of a child in wait4 says S and runs. This file waits until it is off its processor, or says so.
  if (state == 'S' && !text_of(pid, "syscall", text, sizeof text)) look->guess = 1;
  if (state == 'S' && !strncmp(text, "running", 7)) look->waits = 0;
  unsigned long long ran = 0;
  if (text_of(pid, "schedstat", text, sizeof text)) ran = strtoull(text, NULL, 10);
  look->sum = look->sum * 1099511628211ULL + (uint64_t)atoi(pid) * 31 + ran;
}

// While one runs, it alone is looked at: all of them, all the time, would take the processor from it.
static int runs(const char *pid) {
  char text[256];
  return *pid && text_of(pid, "syscall", text, sizeof text) && !strncmp(text, "running", 7);
}

static void quiet(void) {
  struct look look = {0};
  long pause = 100000;
  uint64_t before = 0;
  for (int times = 0;;) {
    while (runs(look.busy)) {
      nanosleep(&(struct timespec){0, pause}, NULL);
      if (pause < 1000000) pause += pause / 2;
    }
    reap();
    look = (struct look){1, 0, 14695981039346656037ULL, ""};
    processes(look_at, &look);
    times = !look.waits ? 0 : times && look.sum == before ? times + 1 : 1;
    before = look.sum;
    if (times == (look.guess ? 4 : 2)) break;
    if (times == 0) nanosleep(&(struct timespec){0, 150000}, NULL);
    else *look.busy = 0;
    if (look.guess) nanosleep(&(struct timespec){0, 1000000}, NULL);
  }
  reap();
  tell("quiet");
}

struct shot {
  int session, signal;
};

static void shoot(const char *pid, char state, int session, void *more) {
  struct shot *shot = more;
  if (state != 'Z' && (shot->session == 0 || shot->session == session)) kill(atoi(pid), shot->signal);
}

static void run(char *text, size_t length) {
  char *words[64];
  int count = 0;
  for (char *at = text; at < text + length && count < 63; at += strlen(at) + 1) words[count++] = at;
  words[count] = NULL;
  int id = atoi(words[1]);
  pid_t pid = fork();
  if (pid == 0) {
    setsid();
    int nothing = open("/dev/null", O_RDONLY), log = open(words[2], O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (log < 0) log = open("/dev/null", O_WRONLY);  // the disk is full
    dup2(nothing, 0);
    dup2(log, 1);
    dup2(log, 2);
    for (int fd = 3; fd < 64; ++fd) close(fd);
    execvp(words[3], words + 3);
    _exit(127);
  }
  started[id] = pid;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  const char *root = argv[1];
  personality(ADDR_NO_RANDOMIZE);  // bash's RANDOM begins with an address
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC)) die("unshare");
  pid_t pid = fork();
  if (pid) {
    int status;
    close(0);
    close(1);
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) die("private");
  if (chdir(root)) die(root);
  if (mount("/dev", "dev", NULL, MS_BIND | MS_REC, NULL)) die("dev");
  if (mount(argv[2], "run/lab", NULL, MS_BIND, NULL)) die("run/lab");
  if (mount("proc", "proc", "proc", 0, NULL)) die("proc");
  if (mount("run/lab/uptime", "proc/uptime", NULL, MS_BIND, NULL)) die("uptime");
  struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
  ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFFLAGS, &loopback);
  if (chroot(".") || chdir("/")) die("chroot");
  for (;;) {
    uint32_t length;
    all(&length, 4);
    char *text = malloc(length + 1);
    if (!text) die("memory");
    all(text, length);
    text[length] = 0;
    if (!strcmp(text, "run")) {
      run(text, length);
    } else if (!strcmp(text, "kill")) {
      char *signal = text + 5, *id = signal + strlen(signal) + 1;
      struct shot shot = {0, atoi(signal)};
      if (id < text + length) shot.session = abs(started[atoi(id)]);
      for (int again = 0; again < (id < text + length ? 1 : 3); ++again) processes(shoot, &shot);
    } else {
      quiet();
    }
    free(text);
  }
}
