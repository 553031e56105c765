// .NET 10.0.9 and later let Windows do the search for names (dotnet/runtime#127974), in the signs that DOS had: git.* is asked for
// as git"*. Wine 8 takes those signs for letters, so no program on PATH would be found. Here they become * ? and . again on their
// way to Windows. A newer wine, whose function does not begin as expected, is left alone.
using System;
using System.Runtime.InteropServices;

internal static unsafe class StartupHook {
  [StructLayout(LayoutKind.Sequential)]
  private struct Text { public ushort Bytes, Room; public char* At; }

  private static delegate* unmanaged<nint, nint, nint, nint, nint, nint, uint, int, byte, Text*, byte, int> query;

  public static void Initialize() {
    const int stub = 32;
    byte* function = (byte*)NativeLibrary.GetExport(NativeLibrary.Load("ntdll.dll"), "NtQueryDirectoryFile");
    if (*(uint*)function != 0xB8D18B4C || function[stub - 1] != 0xC3) return;  // mov r10, rcx; mov eax, ... to ret
    byte* kept = (byte*)VirtualAlloc(0, 4096, 0x3000, 0x40);
    new ReadOnlySpan<byte>(function, stub).CopyTo(new Span<byte>(kept, stub));
    query = (delegate* unmanaged<nint, nint, nint, nint, nint, nint, uint, int, byte, Text*, byte, int>)kept;
    delegate* unmanaged<nint, nint, nint, nint, nint, nint, uint, int, byte, Text*, byte, int> ours = &Query;
    if (VirtualProtect((nint)function, stub, 0x40, out int before) == 0) return;
    function[0] = 0x48; function[1] = 0xB8;    // mov rax, ours
    *(nint*)(function + 2) = (nint)ours;
    function[10] = 0xFF; function[11] = 0xE0;  // jmp rax
    VirtualProtect((nint)function, stub, before, out _);
  }

  [UnmanagedCallersOnly]
  private static int Query(nint file, nint happened, nint routine, nint context, nint status, nint buffer, uint length, int kind, byte single, Text* name, byte again) {
    if (name == null || name->Bytes == 0) return query(file, happened, routine, context, status, buffer, length, kind, single, name, again);
    char* plain = stackalloc char[name->Bytes / 2];
    for (int i = 0; i < name->Bytes / 2; i++) plain[i] = name->At[i] switch { '<' => '*', '>' => '?', '"' => '.', char other => other };
    var asked = new Text { Bytes = name->Bytes, Room = name->Bytes, At = plain };
    return query(file, happened, routine, context, status, buffer, length, kind, single, &asked, again);
  }

  [DllImport("kernel32")] private static extern nint VirtualAlloc(nint at, nint size, int how, int protection);
  [DllImport("kernel32")] private static extern int VirtualProtect(nint at, nint size, int protection, out int before);
}
