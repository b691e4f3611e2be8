namespace AgentFunctions.LocalHost.Processes;

/// <summary>Reads a log file that another process is still writing.</summary>
/// <param name="path">The file; it need not exist yet.</param>
internal sealed class LogTail(string path)
{
    private const int LinesInError = 10;

    public string Path => path;

    /// <summary>Length now in bytes; 0 when there is no file.</summary>
    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>The last lines written after byte <paramref name="offset"/>, for an error message.</summary>
    public string End(long offset) => string.Join(
        Environment.NewLine, LinesAfter(offset).TakeLast(LinesInError).DefaultIfEmpty("(it wrote nothing)"));

    /// <summary>The lines written after byte <paramref name="offset"/>.</summary>
    public string[] LinesAfter(long offset)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(offset, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
