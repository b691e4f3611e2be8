using System.Runtime.InteropServices;

namespace AgentFunctions.LocalHost.Processes;

/// <summary>Sends signals by process id; System.Diagnostics.Process can only kill.</summary>
internal static class UnixSignal
{
    private const int SigTerm = 15;

    public static void Terminate(int processId) => _ = Kill(processId, SigTerm);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
