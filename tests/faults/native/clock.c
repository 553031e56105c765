// Loaded into every process of a machine of the matrix: the time is the test's, at /run/lab/clock (seconds and the second of the boot,
// two 64-bit numbers), also for bash's SECONDS and EPOCHSECONDS, date, and find -mmin. Times of files are the kernel's own.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *page;

static int known(void) {
  if (page) return page != MAP_FAILED;
  int file = open("/run/lab/clock", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  page = mmap(NULL, 16, PROT_READ, MAP_SHARED, file, 0);
  close(file);
  return page != MAP_FAILED;
}

int clock_gettime(clockid_t clock, struct timespec *to) {
  if (clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID || !known()) return (int)syscall(SYS_clock_gettime, clock, to);
  *to = (struct timespec){page[0] - (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ? 0 : page[1]), 0};
  return 0;
}

int gettimeofday(struct timeval *restrict to, void *restrict zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  *to = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t *to) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (to) *to = now.tv_sec;
  return now.tv_sec;
}
