using System.Diagnostics;

namespace AgentFunctions.Tests.LocalHost.Orchestrations.Kill;

/// <summary>Where this process is to die, and the folder in which activities note that they ran.</summary>
public sealed class KillPoint(string folder, string name)
{
    private const string Extension = ".run";

    /// <summary>Names of the activities that ran, one for each run.</summary>
    public static IEnumerable<string> Runs(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Extension).Select(static file => Path.GetFileName(file).Split('.')[0]);

    /// <summary>Ends the process by SIGKILL when this is its point to die at.</summary>
    public void Reach(string reached)
    {
        if (reached == name)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>Notes a run and says how many of this activity there were.</summary>
    public int Note(string activity)
    {
        // A file a run, because activities run side by side and may be cut off anywhere.
        File.WriteAllText(Path.Combine(folder, $"{activity}.{Guid.NewGuid():N}{Extension}"), string.Empty);
        return Runs(folder).Count(run => run == activity);
    }
}
