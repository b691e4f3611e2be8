using System.Diagnostics;
using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.Tests.Crash.Fleet;

/// <summary>One process of the local host.</summary>
internal sealed class HostProcess : IDisposable
{
    private const int LinesShown = 6;

    private readonly Process _process;
    private readonly string _logFile;
    private bool _killed;

    private HostProcess(string name, Process process, string logFile) => (Name, _process, _logFile) = (name, process, logFile);

    /// <summary>Place in the fleet and how often it was started, such as <c>worker-1.3</c>; also its API key at the model.</summary>
    public string Name { get; }

    public int Id => _process.Id;

    // The host beside this test's own build: same configuration, same framework.
    private static string Program => Path.Combine(
        Repository.PathOf("AgentFunctions.LocalHost"),
        Path.GetRelativePath(Repository.PathOf("AgentFunctions.Tests"), AppContext.BaseDirectory),
        OperatingSystem.IsWindows() ? "AgentFunctions.LocalHost.exe" : "AgentFunctions.LocalHost");

    public static HostProcess Start(string name, HostFolder folder, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(
            Program, [.. arguments, "--data", folder.Data, "--storage-port", $"{folder.Ports.Blob}"])
        {
            WorkingDirectory = folder.Logs,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string variable, string value) in folder.Settings)
        {
            start.Environment[variable] = value;
        }

        start.Environment[HostFolder.KeySetting] = name;
        string logFile = Path.Combine(folder.Logs, $"{name}.log");
        Process process = Process.Start(start)!;
        ProcessOutput.CopyToFile(process, logFile);
        return new HostProcess(name, process, logFile);
    }

    /// <summary>SIGKILL to this process alone: the Azurite that it may have started lives on, as after a real crash.</summary>
    public void Kill()
    {
        _killed = true;
        _process.Kill(entireProcessTree: false);
    }

    public void Pause() => Signal(ProcessSignal.Pause);

    public void Resume() => Signal(ProcessSignal.Resume);

    /// <summary>Waits for the end of the process and says how it came.</summary>
    public async Task<HostEnd> WaitForEndAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        string lastLines = string.Join(Environment.NewLine, new LogTail(_logFile).LinesAfter(0).TakeLast(LinesShown));
        return new HostEnd(Name, DateTimeOffset.UtcNow, _killed, _process.ExitCode, lastLines);
    }

    /// <summary>True when this process runs the fleet's Azurite: it holds the lock file open. Linux only, else false.</summary>
    public bool OwnsStorage()
    {
        try
        {
            return Directory.Exists($"/proc/{Id}/fd") && new DirectoryInfo($"/proc/{Id}/fd").EnumerateFileSystemInfos()
                .Any(file => file.LinkTarget?.EndsWith("azurite.lock", StringComparison.Ordinal) == true);
        }
        catch (IOException)
        {
            // It ended, or closed a file, while we looked.
            return false;
        }
    }

    public void Dispose() => _process.Dispose();

    private void Signal(Action<int> send)
    {
        // The id of a process that has ended may belong to another one by now.
        if (!_process.HasExited)
        {
            send(Id);
        }
    }
}

/// <summary>How a host process ended.</summary>
/// <param name="Killed">By this test; otherwise it ended by itself.</param>
internal sealed record HostEnd(string Name, DateTimeOffset At, bool Killed, int ExitCode, string LastLines);
