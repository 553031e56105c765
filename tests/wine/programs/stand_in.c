/* Every program that a test gives to Windows: says how it was called to the test, which stands at a port of this machine that
   C:\stand-ins\port names, and does what that says: writes the answer and ends with its code. Compiled with a console and for
   windows. As a service (`serve` is its argument) it tells the test when it is asked to stop, and stops when that answers.
   The call is one line of JSON: the program, its folder, the command line, and the words in it as C, Windows and Go read them. */
#include <winsock2.h>
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

static char *said;
static size_t used, room;

static void add(const char *bytes, size_t count) {
  if (used + count > room) said = realloc(said, room = 2 * (used + count));
  memcpy(said + used, bytes, count);
  used += count;
}
static void plain(const char *text) { add(text, strlen(text)); }

static void word(const wchar_t *text) {
  char unit[8];
  plain("\"");
  for (; *text; text++) add(unit, snprintf(unit, sizeof unit, "\\u%04x", (unsigned)*text));
  plain("\"");
}

static void words(const char *name, int count, wchar_t **list) {
  plain(",\""); plain(name); plain("\":[");
  for (int i = 1; i < count; i++) { if (i > 1) plain(","); word(list[i]); }
  plain("]");
}

/* Go's syscall package splits by itself (os/exec_windows.go, readNextArg): gitlab-runner and docker. Backslashes count before a
   quote only, two are one; a quote opens and closes; two in a quoted part are one, and the part goes on. */
static int as_go(const wchar_t *at, wchar_t **list) {
  int count = 0;
  for (;;) {
    while (*at == ' ' || *at == '\t') at++;
    if (!*at) return count;
    wchar_t *to = list[count++] = calloc(wcslen(at) + 1, sizeof *to);
    for (int open = 0, slashes; *at && (open || (*at != ' ' && *at != '\t'));) {
      for (slashes = 0; *at == '\\'; at++) slashes++;
      if (*at != '"') { while (slashes--) *to++ = '\\'; if (*at && (open || (*at != ' ' && *at != '\t'))) *to++ = *at++; continue; }
      for (int i = 0; i < slashes / 2; i++) *to++ = '\\';
      at++;
      if (slashes % 2) *to++ = '"';
      else if (open && *at == '"') { *to++ = '"'; at++; }
      else open = !open;
    }
  }
}

/* Sends the call and `event`; the answer: the exit code in a line, then what to write. */
static int tell(int count, wchar_t **list, const char *event) {
  WSADATA data;
  struct sockaddr_in to = {AF_INET, 0, {{{127, 0, 0, 1}}}};
  char port[16] = "", bytes[65536];
  wchar_t text[4096], *line = GetCommandLineW(), **split = calloc(wcslen(line) + 2, sizeof *split);
  int number, got, code = 0, first = 1, seen;
  FILE *file = fopen("C:\\stand-ins\\port", "r");
  if (!file || !fgets(port, sizeof port, file)) return 97;
  fclose(file);
  to.sin_port = htons(atoi(port));
  WSAStartup(MAKEWORD(2, 2), &data);
  SOCKET test = WSASocketW(AF_INET, SOCK_STREAM, 0, NULL, 0, 0);
  if (connect(test, (struct sockaddr *)&to, sizeof to)) return 98;
  plain("{\"event\":\""); plain(event); plain("\",\"program\":");
  GetModuleFileNameW(NULL, text, 4096);
  word(text);
  plain(",\"folder\":"); GetCurrentDirectoryW(4096, text); word(text);
  plain(",\"line\":"); word(line);
  words("c", count, list);
  wchar_t **windows = CommandLineToArgvW(line, &number);
  words("windows", number, windows);
  words("go", as_go(line, split), split);
  plain(",\"environment\":[");
  wchar_t *all = GetEnvironmentStringsW();
  for (wchar_t *one = all; *one; one += wcslen(one) + 1) { if (one != all) plain(","); word(one); }
  plain("]}\n");
  for (size_t sent = 0; sent < used; sent += got) if ((got = send(test, said + sent, used - sent, 0)) <= 0) return 99;
  used = 0;
  HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
  while ((got = recv(test, bytes, sizeof bytes, 0)) > 0) {
    seen = 0;
    while (first && seen < got) { if (bytes[seen] == '\n') first = 0; else code = 10 * code + bytes[seen] - '0'; seen++; }
    DWORD written;
    for (; seen < got; seen += written) if (!WriteFile(out, bytes + seen, got - seen, &written, NULL)) break;
  }
  closesocket(test);
  return code;
}

static SERVICE_STATUS_HANDLE service;
static HANDLE asked;
static int argument_count;
static wchar_t **arguments;

static void state(DWORD now) {
  SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, now, now == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP : 0, NO_ERROR, 0, 0, 60000};
  SetServiceStatus(service, &status);
}
static DWORD WINAPI control(DWORD what, DWORD type, void *data, void *context) {
  if (what == SERVICE_CONTROL_STOP) { state(SERVICE_STOP_PENDING); SetEvent(asked); }
  return NO_ERROR;
}
static void WINAPI serve(DWORD count, wchar_t **list) {
  service = RegisterServiceCtrlHandlerExW(L"", control, NULL);
  state(SERVICE_RUNNING);
  tell(argument_count, arguments, "started");
  WaitForSingleObject(asked, INFINITE);
  tell(argument_count, arguments, "stop");
  state(SERVICE_STOPPED);
}

int wmain(int count, wchar_t **list) {
  argument_count = count;
  arguments = list;
  if (count > 1 && !wcscmp(list[1], L"serve")) {
    asked = CreateEventW(NULL, TRUE, FALSE, NULL);
    SERVICE_TABLE_ENTRYW table[] = {{L"", serve}, {NULL, NULL}};
    return StartServiceCtrlDispatcherW(table) ? 0 : GetLastError();
  }
  return tell(count, list, "called");
}
