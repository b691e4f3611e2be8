using System.Diagnostics;

namespace AgentFunctions.LocalHost.Processes;

/// <summary>
/// A server process that the terminal's Ctrl-C does not reach, so that it lives until its host has drained.
/// Its output goes to a log file and not through a pipe: when the host is killed it can go on writing.
/// </summary>
internal sealed class DetachedProcess : IDisposable
{
    // A session of its own by setsid (Linux) or perl (part of macOS); each `exec` keeps the process id.
    private const string OwnSession =
        """
        exec >>"$0" 2>&1 </dev/null
        if command -v setsid >/dev/null; then exec setsid "$@"; fi
        if command -v perl >/dev/null; then exec perl -e 'use POSIX "setsid"; setsid(); exec @ARGV' "$@"; fi
        exec "$@"
        """;

    private readonly Process _process;

    private DetachedProcess(Process process)
    {
        _process = process;
        StartedAt = process.StartTime.ToUniversalTime();
    }

    public int Id => _process.Id;

    public DateTimeOffset StartedAt { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program whose output is appended to <paramref name="logFile"/>.</summary>
    public static DetachedProcess Start(
        string program, IEnumerable<string> arguments, string logFile, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(program, arguments) { CreateNewProcessGroup = true, RedirectStandardOutput = true, RedirectStandardError = true }
            : new ProcessStartInfo("/bin/sh", ["-c", OwnSession, logFile, program, .. arguments]);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        if (OperatingSystem.IsWindows())
        {
            ProcessOutput.CopyToFile(process, logFile);
        }

        return new(process);
    }

    /// <summary>The running process of that id, or null when it is gone or the id now belongs to another one.</summary>
    public static DetachedProcess? Find(int id, DateTimeOffset startedAt)
    {
        // The start time is computed from the boot time and comes out slightly different in each process.
        var tolerance = TimeSpan.FromSeconds(5);
        try
        {
            var found = new DetachedProcess(Process.GetProcessById(id));
            return (found.StartedAt - startedAt).Duration() < tolerance ? found : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks the process to end. Windows has no such request for a process without a window: nothing happens there.</summary>
    public void RequestStop()
    {
        if (!OperatingSystem.IsWindows() && !_process.HasExited)
        {
            UnixSignal.Terminate(_process.Id);
        }
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose() => _process.Dispose();
}
