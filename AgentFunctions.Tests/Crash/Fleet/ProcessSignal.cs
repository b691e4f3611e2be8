using System.Runtime.InteropServices;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>Stops a process in its tracks and lets it go on (SIGSTOP, SIGCONT); does nothing on Windows, which has neither.</summary>
internal static class ProcessSignal
{
    // The numbers differ between Linux and macOS.
    private static readonly int Stop = OperatingSystem.IsMacOS() ? 17 : 19;
    private static readonly int Continue = OperatingSystem.IsMacOS() ? 19 : 18;

    public static void Pause(int processId) => Send(processId, Stop);

    public static void Resume(int processId) => Send(processId, Continue);

    private static void Send(int processId, int signal)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Kill(processId, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
