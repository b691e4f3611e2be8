using System.Globalization;
using AgentFunctions.LocalHost.Processes;

namespace AgentFunctions.LocalHost.Storage;

/// <summary>Files beside Azurite's data: its log, who owns it, and which process it is.</summary>
internal sealed class AzuriteFolder
{
    public AzuriteFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Path);
        Log = new(System.IO.Path.Combine(Path, "azurite.log"));
    }

    public string Path { get; }

    public LogTail Log { get; }

    private string LockFile => System.IO.Path.Combine(Path, "azurite.lock");

    private string ProcessFile => System.IO.Path.Combine(Path, "azurite.pid");

    /// <summary>Whoever holds this lock starts, restarts and stops the Azurite of the folder. Null: another host does.</summary>
    public FileLock? TryOwn() => FileLock.TryTake(LockFile);

    public void Record(DetachedProcess process) =>
        File.WriteAllText(ProcessFile, string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartedAt:O}"));

    public void Forget() => File.Delete(ProcessFile);

    /// <summary>The recorded process if it still runs.</summary>
    public DetachedProcess? Recorded()
    {
        if (!File.Exists(ProcessFile))
        {
            return null;
        }

        var parts = File.ReadAllText(ProcessFile).Split(' ');
        return parts.Length == 2
            && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var id)
            && DateTimeOffset.TryParse(parts[1], CultureInfo.InvariantCulture, out var startedAt)
                ? DetachedProcess.Find(id, startedAt)
                : null;
    }
}
